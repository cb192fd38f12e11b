from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates.catalog import load_products
from mlops_templates.lint import lint
from mlops_templates.synth import to_yaml
from mlops_templates.synth.foundations import product_documents, rendered_foundations
from tests.foundations.test_portfolio import rendered

TEMPLATES = {
    **dict(rendered_foundations(product_documents(load_products().values()))),
    "portfolio.yaml": to_yaml(rendered("arn:aws:iam::111122223333:role/service-role/Studio")),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_foundation_templates_have_no_finding(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(TEMPLATES[name])
    assert lint((path,)) == []
