"""P1: templates are rendered fast and in little memory."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator

from peers import CDK_PROGRAM, cdk_python
from row import Cost, Row, cost, interleaved

RUNS = 5
SYNTH = [sys.executable, "-m", "mlops_templates.cli", "synth", "--folder"]


def rows() -> Iterator[Row]:
    """`synth` of the whole catalogue beside a CDK program with one bucket, and beside the import of Troposphere."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        least = "import troposphere.codepipeline, troposphere.iam, troposphere.s3, troposphere.sagemaker"
        ours, theirs = interleaved([*SYNTH, folder], [sys.executable, "-c", least], RUNS)
        yield Row("P1", "synth of the catalogue", ours, theirs, "import of Troposphere", "s CPU", "informs")
        if python := cdk_python():
            yield from _beside_cdk(python, folder)


def _beside_cdk(python: str, folder: str) -> Iterator[Row]:
    pairs = [(cost([*SYNTH, folder]), cost([python, str(CDK_PROGRAM), f"{folder}/{run}"])) for run in range(RUNS + 1)][
        1:
    ]
    for what, unit, wanted in (("cpu_seconds", "s CPU", "at most 0.08x"), ("peak_mib", "MiB", "at most 0.10x")):
        ours, theirs = (statistics.median(_figure(pair[side], what) for pair in pairs) for side in (0, 1))
        yield Row("P1", "synth of the catalogue", ours, theirs, "aws-cdk-lib, one bucket", unit, wanted)


def _figure(one: Cost, what: str) -> float:
    return float(getattr(one, what))
