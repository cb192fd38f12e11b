"""P8: the whole life of a project on the embedded AWS."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from row import Row, wall_seconds

from mlops_templates.localaws import launch

DEMO_GOAL_SECONDS = 45.0
READY_GOAL_SECONDS = 3.0


def rows() -> Iterator[Row]:
    """The demo after set-up, and the server's start, beside their goals; no peer can do either."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        demo = [sys.executable, "-m", "mlops_templates.cli", "local", "demo", "--state"]
        lives = [wall_seconds([*demo, f"{folder}/demo-{run}"]) for run in range(3)]
        starts = [_seconds_to_ready(Path(folder) / f"server-{run}") for run in range(5)]
    yield Row(
        "P8", "scripts/demo after set-up", statistics.median(lives), DEMO_GOAL_SECONDS, "the goal", "s", "at most 1x"
    )
    yield Row("P8", "server ready", statistics.median(starts), READY_GOAL_SECONDS, "the goal", "s", "at most 1x")


def _seconds_to_ready(state: Path) -> float:
    begun = time.monotonic()
    aws = launch(state, keep=False)
    taken = time.monotonic() - begun
    aws.stop()
    return taken
