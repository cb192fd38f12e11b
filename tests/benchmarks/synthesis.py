"""P1: templates are rendered fast."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from row import Row, interleaved


def rows() -> Iterator[Row]:
    """`synth --check` of the whole catalogue beside the import of Troposphere, the least that any rendering costs."""
    least = "import troposphere.codepipeline, troposphere.iam, troposphere.s3, troposphere.sagemaker"
    ours, theirs = interleaved(
        [sys.executable, "-m", "mlops_templates.cli", "synth", "--check"], [sys.executable, "-c", least]
    )
    yield Row("P1", "synth of the catalogue", ours, theirs, "import of Troposphere", "s CPU", "informs")
