"""`python -m acceptance`: run one suite against one stage's endpoint, then write the approval text."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from acceptance import approval_summary, batch
from deployment import release
from deployment.errors import DeploymentError
from deployment.project import STAGES, read_variables

SUITES: dict[str, Mapping[str, tuple[str, ...]]] = {
    "real-time": {
        "staging": ("tests/integration_test", "tests/stress_test", "tests/other_test"),
        "smoke": ("tests/integration_test/test_smoke.py",),
    },
    "batch": batch.SUITES,
}
REPORT = Path("reports/endpoint.xml")
SUMMARY = Path("approval_summary.txt")
VARIABLES = {"project": "SAGEMAKER_PROJECT_NAME", "id": "SAGEMAKER_PROJECT_ID", "stage": "STAGE", "suite": "SUITE"}


def rendered_folder(environment: Mapping[str, str]) -> Path:
    """Where the render step's files are: CodeBuild's secondary source, on a laptop the folder rendered."""
    return Path(environment.get("CODEBUILD_SRC_DIR_Rendered", "rendered"))


def main() -> int:
    try:
        suite = _suite(os.environ)
        facts = release.read(rendered_folder(os.environ))
    except (DeploymentError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    SUMMARY.unlink(missing_ok=True)
    status = pytest.main(["--quiet", "--tb=short", f"--junitxml={REPORT}", *SUITES[facts.deployment][suite]])
    if status:
        print(_what_to_do(suite), file=sys.stderr)
        return int(status)
    summary = approval_summary.compose(facts, approval_summary.read_figures(REPORT))
    SUMMARY.write_text(summary + "\n", encoding="utf-8", newline="\n")
    print(summary)
    return 0


def _suite(environment: Mapping[str, str]) -> str:
    values = read_variables(environment, VARIABLES)
    for field, allowed in (("stage", STAGES), ("suite", tuple(SUITES["real-time"]))):
        if values[field] not in allowed:
            raise DeploymentError(
                f"{VARIABLES[field]} is '{values[field]}', it must be {' or '.join(allowed)}.", exit_status=2
            )
    return values["suite"]


def _what_to_do(suite: str) -> str:
    if suite == "smoke":
        return (
            "Production has the new release, but it does not answer as it should. To go back, reject the version in "
            "the model registry: the pipeline starts by itself and deploys the newest version still approved."
        )
    return (
        "Nothing has reached production. Each failed test above says what to do. After a new model version or a push "
        "the pipeline starts again; for a passing fault choose Retry at this stage."
    )


if __name__ == "__main__":
    sys.exit(main())
