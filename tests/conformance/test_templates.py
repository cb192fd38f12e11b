import sys
from pathlib import Path

import pytest
from troposphere import Template, iam

from mlops_templates.catalog import find_product
from mlops_templates.conformance import Verdict
from mlops_templates.conformance.floors import floor, floor_below
from mlops_templates.conformance.launch_role import launch_role
from mlops_templates.conformance.linting import findings
from mlops_templates.conformance.rendering import render, sameness, size
from mlops_templates.model import Phase
from tests.conformance.products import Build, bucket, fails, many, nothing, product, rendering, topic


def test_product_whose_code_fails_is_told_with_its_error():
    check, made = render(product(fails), "codecommit")
    assert (check.verdict, check.faults, made) == (Verdict.FAILED, ("KeyError: 'lake'",), None)


def test_provider_that_nobody_knows_is_a_fault_of_the_product():
    check, _ = render(product(topic), "carrier-pigeon")
    assert "has no source-code provider 'carrier-pigeon'" in check.faults[0]


def test_template_that_fits_into_no_request_is_too_large():
    assert size(rendering(topic)).verdict is Verdict.OK
    assert size(rendering(many)).verdict is Verdict.FAILED


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLOPS_TEMPLATES_CACHE", str(tmp_path / "cache"))


def test_findings_are_told_by_kind():
    verdicts = {check.name: check for check in findings(rendering(bucket()))}
    assert {name: check.verdict for name, check in verdicts.items()} == dict.fromkeys(
        ("cfn-lint", "policy", "names"), Verdict.FAILED
    )
    assert any(" E9501 " in fault for fault in verdicts["policy"].faults)
    assert [" E9514 " in fault for fault in verdicts["names"].faults] == [True]
    assert any(" W3011 " in fault for fault in verdicts["cfn-lint"].faults)


SOURCE = """
from troposphere import sns
from mlops_templates.model import Phase, Product

def build(template, scm):
    for name in {names}:
        template.add_resource(sns.Topic("Topic" + name, DisplayName={display}))

PRODUCT = Product(name="their-topics", phase=Phase.INITIAL, title="t", description="d", seeds=(), build=build)
"""


@pytest.mark.parametrize(
    ("names", "display", "verdict"),
    [
        ('sorted({"A", "B"})', '"same"', Verdict.OK),
        ('["A"]', 'str(hash("A"))', Verdict.FAILED),
        ('["A"]', "str(__import__('os').getpid())", Verdict.FAILED),
    ],
    ids=["same", "of the hash seed", "of the process"],
)
def test_bytes_that_another_process_would_make_otherwise_are_found(
    names: str, display: str, verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    information = tmp_path / "their_topics-1.0.dist-info"
    information.mkdir()
    (tmp_path / "their_topics.py").write_text(SOURCE.format(names=names, display=display))
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: their-topics\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[mlops_templates.products]\nx = their_topics:PRODUCT\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "their_topics", raising=False)
    _, made = render(find_product("their-topics"), "codecommit")
    assert made is not None
    assert sameness(made).verdict is verdict


def test_launch_role_of_ordinary_resources_is_computed():
    assert launch_role("initial-test", [rendering(topic)]).verdict is Verdict.OK


def test_resource_that_no_launch_role_can_be_computed_for_is_told():
    def user(template: Template) -> None:
        template.add_resource(iam.User("User"))

    check = launch_role("initial-test", [rendering(user)])
    assert check.verdict is Verdict.FAILED
    assert "iam:" in check.faults[0]


def test_launch_role_with_a_name_too_long_is_told():
    check = launch_role("a-product-with-a-long-long-name", [rendering(topic)])
    assert "shorten the product's name" in check.faults[0]


@pytest.mark.parametrize(
    ("upper", "fault"),
    [
        (bucket(), ""),
        (nothing, "Bucket would be removed"),
        (bucket("other"), "Bucket would be replaced: BucketName differs"),
        (bucket(deletion="Delete"), "Bucket would no longer be retained"),
        (lambda template: topic_of_that_name(template), "Bucket would become a AWS::SNS::Topic"),
    ],
    ids=["same", "removed", "replaced", "deleted", "another type"],
)
def test_promoted_project_keeps_what_holds_state(upper: Build, fault: str):
    below = product(bucket())
    check = floor(rendering(upper, "repeatable-test"), below)
    assert check is not None
    assert check.faults == ((fault,) if fault else ())


def topic_of_that_name(template: Template) -> None:
    topic(template)
    template.resources["Bucket"] = template.resources.pop("Topic")
    template.resources["Bucket"].title = "Bucket"


def test_floor_below_is_that_of_the_same_kind_or_the_only_one():
    phases = {
        "initial-experiment": Phase.INITIAL,
        "repeatable-batch": Phase.REPEATABLE,
        "repeatable-web": Phase.REPEATABLE,
    }
    below = {name: product(nothing, name, phase) for name, phase in phases.items()}

    def of(name: str, phase: Phase) -> str:
        found = floor_below(product(nothing, name, phase), below)
        return found.name if found else ""

    assert of("reliable-batch", Phase.RELIABLE) == "repeatable-batch"
    assert of("repeatable-batch", Phase.REPEATABLE) == "initial-experiment"
    assert of("reliable-other", Phase.RELIABLE) == ""
    assert of("initial-experiment", Phase.INITIAL) == ""
    assert of("acme-lake", Phase.RELIABLE) == ""
