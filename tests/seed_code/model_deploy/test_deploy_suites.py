"""The suites of the model_deploy seed pass on a good model and fail on each kind of broken one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.seed_code.model_deploy import fake_model
from tests.seed_code.model_deploy.fake_registry import Project

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(released: tuple[Project, Path], seed: Path) -> Project:
    """Serves a release, whose rendered files are in the seed."""
    project, rendered = released
    shutil.copytree(rendered, seed / "rendered")
    return project


def call(
    run: Run, project: Project, model: fake_model.Model, *module: str, stage: str = "staging", suite: str = "staging"
) -> str:
    with fake_model.serving(model) as url:
        runtime = {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": url, "STAGE": stage, "SUITE": suite}
        got = run(*module, **{**project.environment, **runtime})
    return f"{got.stdout}{got.stderr}exit {got.returncode}\n"


def test_a_good_model_passes_and_the_approver_gets_its_figures(run: Run, seed: Path, project: Project) -> None:
    output = call(run, project, fake_model.Model(), "acceptance")
    assert output.endswith("exit 0\n"), output
    (summary,) = (seed / "approval_summary.txt").read_text().splitlines()
    assert summary.startswith("Model version 1: auc 1.0000, threshold 0.9 | ")
    assert "auc 1.0000 on 120 rows (registered 1.0000)" in summary
    assert re.search(r"p95 \d+ ms of 60 calls \(limit 500 ms\)", summary)
    assert "s3://ml-data/report.html" in summary and len(summary) <= 900
    (page,) = re.findall(r"Test report s3://artifacts/(\S+/report\.html)", summary)
    kept = project.client("s3").get_object(Bucket="artifacts", Key=page)["Body"].read().decode()
    assert kept == (seed / "reports" / "report.html").read_text() and "tests passed." in kept
    assert json.loads((seed / "reports" / "results.json").read_text())["passed"] is True


def test_the_smoke_suite_asks_production_only(run: Run, project: Project) -> None:
    output = call(run, project, fake_model.Model(), "acceptance", stage="prod", suite="smoke")
    assert "4 passed" in output and output.endswith("exit 0\n"), output
    assert "Held-out rows" not in output and "Latency" not in output


BROKEN: list[tuple[type[fake_model.Model], str]] = [
    (fake_model.WrongKey, "integration_test/test_answers.py::test_a_json_request_gets_a_list_of_predictions"),
    (fake_model.Backwards, "integration_test/test_answers.py::test_a_batch_is_answered_in_the_order_of_its_rows"),
    (fake_model.Crashing, "integration_test/test_bad_input.py"),
    (fake_model.Forgetful, "integration_test/test_bad_input.py"),
    (fake_model.Margin, "integration_test/test_smoke.py::test_the_endpoint_answers_one_prediction"),
    (fake_model.Stranger, "integration_test/test_smoke.py::test_the_variant_that_answers_is_one_of_this_release"),
    (fake_model.Overflowing, "stress_test/test_edge_values.py"),
    (fake_model.Slow, "stress_test/test_latency.py"),
    (fake_model.Confused, "stress_test/test_load.py::test_callers_at_the_same_time_get_their_own_answers"),
    (fake_model.Truncating, "stress_test/test_load.py::test_a_large_batch_is_answered_whole"),
    (fake_model.Swapped, "other_test/test_quality.py::test_the_metric_on_held_out_rows_is_the_registered_one"),
    (fake_model.Swapped, "other_test/test_quality.py::test_the_metric_on_held_out_rows_reaches_the_threshold"),
    (fake_model.Constant, "other_test/test_scores.py::test_scores_differ_between_rows"),
    (fake_model.Margin, "other_test/test_scores.py::test_every_score_is_one_that_the_task_allows"),
    (fake_model.Inverted, "other_test/test_scores.py::test_scores_follow_the_targets"),
    (fake_model.Timid, "other_test/test_scores.py::test_the_mean_score_is_near_that_of_the_targets"),
]


@pytest.mark.parametrize(("model", "test"), BROKEN, ids=[f"{model.__name__}-{test}" for model, test in BROKEN])
def test_a_broken_model_fails_its_test_which_says_what_to_do(
    run: Run, seed: Path, project: Project, model: type[fake_model.Model], test: str
) -> None:
    config = seed / "inference_config" / "staging" / "inference_config.json"
    config.write_text(config.read_text().replace('"latency_p95_ms": 500', '"latency_p95_ms": 25'))
    output = call(run, project, model(), "pytest", "--tb=short", f"tests/{test}")
    assert re.search(r"^\d+ failed", output, re.M) or re.search(r"\b\d+ failed", output), output
    assert "What to do: " in output and output.endswith("exit 1\n"), output


def test_an_endpoint_with_another_version_is_refused(run: Run, seed: Path, project: Project) -> None:
    facts = seed / "rendered" / "model.json"
    facts.write_text(facts.read_text().replace("-p-1/1", "-p-1/2"))
    output = call(run, project, fake_model.Model(), "acceptance", stage="prod", suite="smoke")
    assert re.search(r"runs \S+-p-1/1, this release is \S+-p-1/2\.", output), output
    assert "2 failed, 2 passed" in output and "To go back, reject the version" in output, output
    assert output.endswith("exit 1\n"), output


def test_a_failing_suite_leaves_no_approval_text(run: Run, seed: Path, project: Project) -> None:
    output = call(run, project, fake_model.Constant(), "acceptance")
    assert "Nothing has reached production" in output and output.endswith("exit 1\n"), output
    assert not (seed / "approval_summary.txt").exists()
    told = json.loads((seed / "reports" / "results.json").read_text())
    assert "test_scores_differ_between_rows" in [test["name"] for test in told["tests"] if not test["passed"]]
    assert re.search(r"All of it on one page: s3://artifacts/test-results/staging/version-1/\w+/report\.html", output)


@pytest.mark.parametrize(
    ("stage", "suite", "message"),
    [
        ("staging", "all", "SUITE is 'all', it must be staging or smoke."),
        ("production", "smoke", "STAGE is 'production', it must be staging or prod."),
    ],
)
def test_an_unknown_stage_or_suite_is_refused(run: Run, project: Project, stage: str, suite: str, message: str) -> None:
    output = call(run, project, fake_model.Model(), "acceptance", stage=stage, suite=suite)
    assert output == f"{message}\nexit 2\n"
