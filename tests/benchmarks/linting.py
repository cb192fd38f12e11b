"""P3: checking costs little, and next to nothing for what is unchanged."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator

from row import Row, cost

from mlops_templates.data import data_folder

RUNS = 3
FOUND = (0, 1, 2, 4, 6, 8, 12, 14)
"""Findings are told by the exit code; how many there are does not matter here."""


def rows() -> Iterator[Row]:
    """`lint` of the committed templates, unchanged and cold, beside the command of cfn-lint with the same rules."""
    templates = sorted(map(str, data_folder("cloudformation").glob("*.yaml")))
    ours = [sys.executable, "-m", "mlops_templates.cli", "lint", *templates]
    options = ["-a", "mlops_templates.policy", "-c", "I", "-r", "us-east-1"]
    program = "from cfnlint.runner import main; main()"
    theirs = [sys.executable, "-c", program, *options, *(word for name in templates for word in ("-t", name))]
    unchanged, cold, beside = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory(prefix="bench-") as cache:
            environment = {"MLOPS_TEMPLATES_CACHE": cache}
            cold.append(cost(ours, environment, FOUND))
            beside.append(cost(theirs, codes=FOUND))
            unchanged.append(cost(ours, environment, FOUND))
    what, peer = f"{len(templates)} templates", "cfn-lint"
    yield Row("P3", f"lint of {what}, unchanged", _cpu(unchanged), _cpu(beside), peer, "s CPU", "at most 0.05x")
    processes = f"{os.cpu_count()} processes"
    clock = [statistics.median(one.wall_seconds for one in side) for side in (cold, beside)]
    yield Row("P3", f"lint of {what}, cold, {processes}", *clock, peer, "s", "at most 0.75x")


def _cpu(costs: list) -> float:
    return statistics.median(one.cpu_seconds for one in costs)
