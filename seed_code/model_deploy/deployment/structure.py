"""The tree that people and the pipeline rely on."""

from collections.abc import Iterator
from pathlib import Path

from deployment.errors import DeploymentError

FILES = (
    "README.md",
    "app_infra/README.md",
    "build_spec.yml",
    "inference_config/README.md",
    "requirements.txt",
    "tests/README.md",
    "tests/build_spec.yml",
    "tests/integration_test/test_smoke.py",
)
SUITES = ("tests/integration_test", "tests/stress_test", "tests/other_test")


def check(root: Path) -> None:
    """Raises one error that names everything that is missing."""
    faults = list(_faults(root))
    if faults:
        raise DeploymentError("\n".join(faults), exit_status=2)


def _faults(root: Path) -> Iterator[str]:
    for name in FILES:
        if not (root / name).is_file():
            yield f"{name}: is missing: README.md shows the tree; restore it from the repository's history"
    for folder in SUITES:
        if not any((root / folder).glob("test_*.py")):
            yield f"{folder}: has no test_*.py: nothing would be tested before production; add a test"
