"""The limits of the staging tests, from inference_config/staging/inference_config.json."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """How slow, how far from the registered quality, and how unlike training the endpoint may be; and the load."""

    latency_p95_ms: float
    quality_tolerance: float
    mean_score_tolerance: float
    requests_per_second: float = 10
    load_seconds: float = 3
    error_share: float = 0
    latency_p50_ms: float = 2000
    latency_p99_ms: float = 10000
    drift_threshold: float = 0.2
    drifted_share_limit: float = 0.3


def read(folder: Path) -> Limits:
    """The limits as written; the render step has checked the file."""
    config = json.loads((folder / "staging" / "inference_config.json").read_text(encoding="utf-8-sig"))
    return Limits(**config["test_limits"])
