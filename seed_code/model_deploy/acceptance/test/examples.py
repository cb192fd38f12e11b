"""Results that the unit tests share."""

from typing import Any

from acceptance.results import Outcome, Results

GOOD = Outcome("test_the_endpoint_is_in_service", "tests/integration_test/test_smoke.py", True, 0.21, "")
BAD = Outcome(
    "test_scores_differ_between_rows",
    "tests/other_test/test_scores.py",
    False,
    0.04,
    "AssertionError: every row gets <b>about</b> the same score.\nWhat to do: check the features.",
)


def results(*tests: Outcome, **facts: Any) -> Results:
    """Two tests that passed, unless others are given."""
    known: dict[str, Any] = {
        "stage": "staging",
        "suite": "staging",
        "model_package_arn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn-p-1/4",
        "version": 4,
        "task": "binary",
        "commit_id": "4f2a9c1",
        "figures": {"latency": "p95 20 ms"},
        "tests": tests or (GOOD, GOOD),
    }
    return Results(**{**known, **facts})
