"""P2: the command line starts at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from row import Row, interleaved


def rows() -> Iterator[Row]:
    """`--help`, `--version` and `ls` beside an interpreter that does nothing."""
    for words in (["--help"], ["--version"], ["ls"]):
        ours, theirs = interleaved(
            [sys.executable, "-m", "mlops_templates.cli", *words], [sys.executable, "-c", "pass"]
        )
        yield Row("P2", f"mlops-templates {words[0]}", ours, theirs, "python -c pass", "s CPU", "at most 6x")
