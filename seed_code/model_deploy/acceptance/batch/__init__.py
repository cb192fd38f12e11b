"""What the suites of a batch deployment stand on: the pipeline of a stage, and what a run of it leaves."""

from collections.abc import Mapping

# Folders or files with tests, by the name of the suite.
SUITES: Mapping[str, tuple[str, ...]] = {"staging": ("tests/batch",), "smoke": ("tests/batch/test_smoke.py",)}
