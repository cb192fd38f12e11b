from __future__ import annotations

from dataclasses import replace

import pytest

from mlops_templates.bundle import Asset, BundledTemplate
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.portfolio import Offer, Version, portfolio_template
from mlops_templates.publish.versions import deployed_versions, version_name, with_newest
from tests.publish.conftest import product

A = BundledTemplate(product("a"), "codecommit", Asset("templates/a.yaml", b"a"))
B = replace(A, asset=Asset("templates/b.yaml", b"b"))


def test_a_new_template_is_appended_and_older_versions_stay_as_they_are() -> None:
    first = with_newest((), A, "1.0")
    second = with_newest(first, B, "1.0")
    assert second[:1] == first
    assert second[1].template_key == "templates/b.yaml"


def test_the_newest_template_again_adds_nothing_even_in_a_newer_package() -> None:
    versions = with_newest((), A, "1.0")
    assert with_newest(versions, A, "1.1") == versions


def test_a_version_is_named_for_package_and_content() -> None:
    [version] = with_newest((), A, "1.0")
    assert version.name == f"1.0-{A.digest[:8]}"


def test_a_template_that_returns_is_newest_again_under_a_name_of_its_own() -> None:
    versions = with_newest(with_newest(with_newest((), A, "1.0"), B, "1.0"), A, "1.0")
    assert versions[2].template_key == versions[0].template_key
    assert versions[2].name == f"{versions[0].name}.2"


def test_a_name_in_use_is_never_given_again() -> None:
    assert version_name("1.0", "abcdef0123", {"1.0-abcdef01", "1.0-abcdef01.2"}) == "1.0-abcdef01.3"


def test_more_versions_than_service_catalog_allows_are_refused() -> None:
    full = tuple(Version(f"v{number}", "", f"templates/{number}.yaml") for number in range(100))
    with pytest.raises(MlopsTemplatesError, match="has 100 versions"):
        with_newest(full, A, "1.0")


def test_versions_are_read_back_from_a_deployed_template_as_they_were() -> None:
    versions = with_newest(with_newest((), A, "1.0"), B, "1.0")
    offer = Offer(A.product, "codecommit", versions)
    deployed = portfolio_template("Ours", [offer], []).to_dict()
    assert deployed_versions(deployed, offer.logical_id) == versions
