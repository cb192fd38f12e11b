"""The limits of the staging tests, from inference_config/staging/batch_config.json."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """How long a run may take, and how far from the registered quality its scores may be."""

    run_minutes: float
    quality_tolerance: float
    mean_score_tolerance: float


def read(folder: Path) -> Limits:
    """The limits as written; the render step has checked the file."""
    config = json.loads((folder / "staging" / "batch_config.json").read_text(encoding="utf-8-sig"))
    return Limits(**config["test_limits"])
