"""Without the extra `local` a person is told what to install."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import launch
from mlops_templates.localaws.extra import MODULES


@pytest.mark.parametrize("module", MODULES)
def test_starting_without_a_part_of_the_extra_names_the_extra(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MlopsTemplatesError, match=rf"no {module}.*'mlops-templates\[local\]'"):
        launch(tmp_path / "state")
    assert not (tmp_path / "state").exists()
