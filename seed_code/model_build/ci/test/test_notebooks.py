import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_committed_without_outputs(file):
    """Outputs carry data into the history, and make every diff unreadable."""
    assert not [cell["id"] for cell in json.loads(file.read_text(encoding="utf-8"))["cells"] if cell.get("outputs")]
