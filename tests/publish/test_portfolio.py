from __future__ import annotations

from dataclasses import replace

import pytest

from mlops_templates.bundle import Asset, Bundle, BundledTemplate
from mlops_templates.publish import Settings, Verb
from mlops_templates.publish.portfolio import NO_TEMPLATE, portfolio_changes, request_digest, wanted_template
from tests.publish.conftest import product

ROLE = "arn:aws:iam::111122223333:role/Scientist"
TEMPLATE = BundledTemplate(product("a"), "codecommit", Asset("templates/a.yaml", b"a"))
BUNDLE = Bundle("1.0", (TEMPLATE,), ())
OTHER = Bundle("1.0", (replace(TEMPLATE, product=replace(TEMPLATE.product, name="other", title="Other")),), ())


def test_everything_of_a_first_publish_is_added() -> None:
    changes = list(portfolio_changes(NO_TEMPLATE, wanted_template(NO_TEMPLATE, BUNDLE, "Ours", [ROLE])))
    assert [(change.verb, change.kind) for change in changes] == [
        (Verb.ADD, "portfolio"),
        (Verb.ADD, "product"),
        (Verb.ADD, "version"),
        (Verb.ADD, "principal"),
    ]


def test_the_same_again_is_the_same_template() -> None:
    deployed = wanted_template(NO_TEMPLATE, BUNDLE, "Ours", [ROLE])
    assert wanted_template(deployed, BUNDLE, "Ours", [ROLE]) == deployed


def test_publishing_one_product_leaves_the_others_and_their_principals() -> None:
    deployed = wanted_template(NO_TEMPLATE, BUNDLE, "Ours", [ROLE])
    wanted = wanted_template(deployed, OTHER, "Ours", [])
    assert {**wanted["Resources"], **deployed["Resources"]} == wanted["Resources"]
    assert {**wanted["Outputs"], **deployed["Outputs"]} == wanted["Outputs"]


def test_a_changed_template_is_a_new_version_of_a_kept_product() -> None:
    deployed = wanted_template(NO_TEMPLATE, BUNDLE, "Ours", [])
    changed = replace(BUNDLE, templates=(replace(TEMPLATE, asset=Asset("templates/b.yaml", b"b")),))
    changes = list(portfolio_changes(deployed, wanted_template(deployed, changed, "Ours", [])))
    assert [(change.verb, change.kind) for change in changes] == [
        (Verb.KEEP, "portfolio"),
        (Verb.KEEP, "product"),
        (Verb.ADD, "version"),
    ]


def test_a_changed_title_changes_the_product_but_not_its_version() -> None:
    deployed = wanted_template(NO_TEMPLATE, BUNDLE, "Ours", [])
    retitled = replace(BUNDLE, templates=(replace(TEMPLATE, product=replace(TEMPLATE.product, title="Better")),))
    changes = list(portfolio_changes(deployed, wanted_template(deployed, retitled, "Ours", [])))
    assert [change.verb for change in changes] == [Verb.KEEP, Verb.CHANGE, Verb.KEEP]


@pytest.mark.parametrize(
    "other",
    [
        (BUNDLE, Settings("Other name")),
        (BUNDLE, Settings(principals=(ROLE,))),
        (OTHER, Settings()),
        (replace(BUNDLE, templates=(replace(TEMPLATE, asset=Asset("templates/b.yaml", b"b")),)), Settings()),
    ],
)
def test_asking_for_something_else_is_noticed(other: tuple[Bundle, Settings]) -> None:
    assert request_digest(*other) != request_digest(BUNDLE, Settings())


def test_a_newer_package_with_the_same_templates_asks_for_the_same() -> None:
    assert request_digest(replace(BUNDLE, version="2.0"), Settings()) == request_digest(BUNDLE, Settings())
