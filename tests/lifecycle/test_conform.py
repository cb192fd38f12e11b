"""The products that hold everything pass the whole suite; `mlops-templates conform` runs it for any of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates.catalog import find_product
from mlops_templates.conformance import Verdict, conform


@pytest.mark.parametrize("name", ["scalable-batch", "scalable-real-time"])
def test_a_product_conforms_with_each_of_its_providers(name: str, tmp_path: Path) -> None:
    product = find_product(name)
    checks = list(conform(product, {}, tmp_path / "state"))
    assert [(check.name, check.about, check.faults) for check in checks if check.verdict is not Verdict.OK] == []
    assert {check.about for check in checks if check.name == "delete"} == set(product.scms)
