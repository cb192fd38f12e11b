from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from troposphere import Parameter

from mlops_templates.bundle import chosen_products, make_bundle
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Product, SeedRepository
from tests.bundle.conftest import plant


def test_each_asset_lies_at_a_key_that_names_its_content(seed_root: Path, product: Product) -> None:
    bundle = make_bundle([product], "codecommit")
    [template] = bundle.templates
    digest = hashlib.sha256(template.asset.content).hexdigest()
    assert template.asset.key == f"templates/small.codecommit-{digest[:16]}.yaml"
    assert re.fullmatch(r"seeds/model_build-[0-9a-f]{16}\.zip", bundle.seeds[0].key)


def test_a_changed_seed_gets_another_key(seed_root: Path, product: Product) -> None:
    before = make_bundle([product], "codecommit").seeds[0].key
    plant(seed_root, {"README.md": "read me again"})
    assert make_bundle([product], "codecommit").seeds[0].key != before


def test_a_seed_of_two_products_is_packed_once(seed_root: Path, product: Product) -> None:
    bundle = make_bundle([product, replace(product, name="other")], "codecommit")
    assert len(bundle.seeds) == 1
    assert len(bundle.assets) == 3


def test_a_template_that_asks_for_an_older_seed_is_refused(seed_root: Path, product: Product) -> None:
    def build(template: object, scm: object) -> None:
        template.add_parameter(  # type: ignore[attr-defined]
            Parameter("Seed", Type="String", Default="seeds/model_build-0123456789abcdef.zip")
        )

    with pytest.raises(MlopsTemplatesError, match=r"seeds/model_build-0123456789abcdef\.zip.*mlops-templates synth"):
        make_bundle([replace(product, build=build)], "codecommit")


def test_a_missing_seed_stops_the_bundle(seed_root: Path, product: Product) -> None:
    with pytest.raises(MlopsTemplatesError, match="model_bulid"):
        make_bundle([replace(product, seeds=(SeedRepository("model_bulid"),))], "codecommit")


def test_every_product_of_the_catalogue_can_be_bundled() -> None:
    products = chosen_products((), "codecommit")
    bundle = make_bundle(products, "codecommit")
    assert [template.product for template in bundle.templates] == list(products)


def test_an_unknown_product_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(MlopsTemplatesError, match="repeatable-real-time"):
        chosen_products(("repeatable-realtime",), "codecommit")


def test_an_unknown_provider_is_refused_with_the_known_ones() -> None:
    with pytest.raises(MlopsTemplatesError, match=r"'subversion'.*Known providers: codecommit"):
        chosen_products((), "subversion")
