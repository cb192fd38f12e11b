from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates.lint import lint
from mlops_templates.synth import to_yaml
from tests.foundations.documents import assets
from tests.foundations.test_portfolio import rendered


@pytest.mark.parametrize("name", ["assets", "portfolio"])
def test_foundation_templates_have_no_finding(name: str, tmp_path: Path) -> None:
    document = assets() if name == "assets" else rendered("arn:aws:iam::111122223333:role/service-role/Studio")
    path = tmp_path / f"{name}.yaml"
    path.write_text(to_yaml(document))
    assert lint((path,)) == []
