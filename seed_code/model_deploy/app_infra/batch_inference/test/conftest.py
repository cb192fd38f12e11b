import json
import sys
from pathlib import Path

import pytest

# In a job the programs of the steps lie side by side, and nothing else of this repository is there.
sys.path.insert(0, str(Path(__file__).parents[1] / "steps"))


def column(name: str, counts: list[int]) -> dict[str, object]:
    edges = range(len(counts))
    buckets = [{"lower_bound": low, "upper_bound": low + 1, "count": counts[low]} for low in edges]
    return {"name": name, "numerical_statistics": {"distribution": {"kll": {"buckets": buckets}}}}


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    """A model of two features, trained on a thousand rows that lie evenly between 0 and 4."""
    names = ("target", "height", "width")
    folder = tmp_path / "baseline"
    folder.mkdir()
    (folder / "statistics.json").write_text(json.dumps({"features": [column(name, [250] * 4) for name in names]}))
    return folder
