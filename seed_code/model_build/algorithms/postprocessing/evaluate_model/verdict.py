"""The verdict of the quality gate, with the sentence that people read when it is missed."""

from collections.abc import Mapping
from typing import Any

from shared_libraries.tasks import ERRORS


def judge(metrics: Mapping[str, float], metric: str, threshold: float) -> dict[str, Any]:
    """An error may be at most the threshold; every other metric must be at least the threshold."""
    value = metrics[metric]
    short = value - threshold if metric in ERRORS else threshold - value
    bound = f"at most {threshold:g}" if metric in ERRORS else f"{threshold:g}"
    outcome = "reached" if short <= 0 else f"missed by {figure(short)}"
    message = f"{metric} is {figure(value)}, threshold {bound}: {outcome}"
    return {"metric": metric, "value": value, "threshold": threshold, "passed": short <= 0, "message": message}


def figure(value: float) -> str:
    """Four decimals, where these say something."""
    return f"{value:.4f}" if value == 0 or 0.001 <= abs(value) < 1e6 else f"{value:.4g}"
