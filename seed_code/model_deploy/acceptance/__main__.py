"""`python -m acceptance`: run one suite against one stage's endpoint, then write the approval text."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import boto3
import pytest

from acceptance import approval_summary, batch, keeping, page, results
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
API_SUITE = "tests/integration_test/api"
TEST_ROLE = "TEST_ROLE_ARN"
REPORT, PAGE = Path("reports/endpoint.xml"), Path("reports/report.html")
SUMMARY = Path("approval_summary.txt")
VARIABLES = {"project": "SAGEMAKER_PROJECT_NAME", "id": "SAGEMAKER_PROJECT_ID", "stage": "STAGE", "suite": "SUITE"}


def rendered_folder(environment: Mapping[str, str]) -> Path:
    """Where the render step's files are: CodeBuild's secondary source, on a laptop the folder rendered."""
    return Path(environment.get("CODEBUILD_SRC_DIR_Rendered", "rendered"))


def main() -> int:
    folder = rendered_folder(os.environ)
    try:
        suite = _suite(os.environ)
        facts = release.read(folder)
        tests = chosen_tests(SUITES[facts.deployment][suite], has_api(folder, os.environ["STAGE"]))
    except (DeploymentError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    for left in (SUMMARY, REPORT):
        left.unlink(missing_ok=True)
    status = pytest.main(["--quiet", "--tb=short", f"--junitxml={REPORT}", *tests])
    kept = _tell(facts, suite) if REPORT.exists() else ""
    if status:
        print(_what_to_do(suite), f"All of it on one page: {kept or PAGE}", sep="\n", file=sys.stderr)
        return int(status)
    summary = approval_summary.compose(facts, results.read(REPORT, facts, os.environ["STAGE"], suite), kept)
    SUMMARY.write_text(summary + "\n", encoding="utf-8", newline="\n")
    print(summary)
    return 0


def _tell(facts: release.Release, suite: str) -> str:
    """Write what the tests found for machines and for people; the address where it is kept."""
    found = results.read(REPORT, facts, os.environ["STAGE"], suite)
    text = page.render(found)
    REPORT.with_name("results.json").write_text(found.to_json(), encoding="utf-8", newline="\n")
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return keeping.keep(boto3.client("s3"), os.environ, found, text)


def has_api(folder: Path, stage: str) -> bool:
    """Whether this release puts an API in front of the stage's endpoint."""
    document = json.loads((folder / f"{stage}.json").read_text(encoding="utf-8"))
    return bool(document["Parameters"].get("WithApi") == "yes")


def chosen_tests(paths: Sequence[str], with_api: bool) -> tuple[str, ...]:
    """The tests of a suite; those of the API where there is one, the smoke test included."""
    inside = any(API_SUITE.startswith(f"{path}/") for path in paths)
    if with_api:
        return tuple(paths) if inside else (*paths, API_SUITE)
    return (*paths, f"--ignore={API_SUITE}") if inside else tuple(paths)


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
            "the model registry: the pipeline starts by itself and deploys the newest version still approved. From "
            "phase reliable on the pipeline has brought production back by then; reject the version all the same."
        )
    return (
        "Nothing has reached production. Each failed test above says what to do. After a new model version or a push "
        "the pipeline starts again; for a passing fault choose Retry at this stage."
    )


if __name__ == "__main__":
    sys.exit(main())
