"""The suites of the model_deploy seed judge models of every task by what their version says they are."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.seed_code.model_deploy import fake_model, fake_tasks
from tests.seed_code.model_deploy.fake_model import Model
from tests.seed_code.model_deploy.fake_registry import Project
from tests.seed_code.model_deploy.fake_tasks import Amount, ThreeClasses

Run = Callable[..., subprocess.CompletedProcess[str]]
Release = Callable[[str], tuple[Project, Path]]


@pytest.fixture
def call(run: Run, seed: Path, release: Release) -> Callable[..., str]:
    """Runs a module against the endpoint of a release of this task, behind which this model answers."""

    def call(task: str, model: Model, *module: str) -> str:
        project, rendered = release(task)
        shutil.copytree(rendered, seed / "rendered")
        with fake_model.serving(model) as url:
            stage = {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": url, "STAGE": "staging", "SUITE": "staging"}
            got = run(*module, **project.environment, **stage)
        return f"{got.stdout}{got.stderr}exit {got.returncode}\n"

    return call


HEALTHY = [
    ("multiclass", ThreeClasses(), "Model version 1: log_loss 0.0889, limit 0.3 | "),
    ("regression", Amount(), "Model version 1: rmse 0.0000, limit 0.5 | "),
]


@pytest.mark.parametrize(("task", "model", "summary"), HEALTHY, ids=[task for task, _, _ in HEALTHY])
def test_a_good_model_of_the_task_passes(
    call: Callable[..., str], seed: Path, task: str, model: Model, summary: str
) -> None:
    output = call(task, model, "acceptance")
    assert output.endswith("exit 0\n"), output
    assert (seed / "approval_summary.txt").read_text().startswith(summary)


SCORES, QUALITY = "other_test/test_scores.py", "other_test/test_quality.py"
ANSWERS, EDGES = "integration_test/test_smoke.py", "stress_test/test_edge_values.py"
BROKEN: list[tuple[str, type[Model], tuple[str, ...]]] = [
    ("multiclass", fake_tasks.NotNormal, (f"{SCORES}::test_every_score_is_one_that_the_task_allows",)),
    ("multiclass", fake_tasks.OneClass, (f"{ANSWERS}::test_the_endpoint_answers_one_prediction",)),
    ("multiclass", fake_tasks.SameForAll, (f"{SCORES}::test_scores_differ_between_rows",)),
    (
        "multiclass",
        fake_tasks.ExchangedClasses,
        (
            f"{SCORES}::test_scores_follow_the_targets",
            f"{QUALITY}::test_the_metric_on_held_out_rows_reaches_the_threshold",
        ),
    ),
    ("regression", fake_tasks.Infinite, (f"{EDGES}::test_an_edge_value_gets_a_right_answer_or_a_refusal",)),
    ("regression", fake_tasks.Mean, (f"{SCORES}::test_scores_differ_between_rows",)),
    ("regression", fake_tasks.Negated, (f"{SCORES}::test_scores_follow_the_targets",)),
    (
        "regression",
        fake_tasks.Shifted,
        (
            f"{SCORES}::test_the_mean_score_is_near_that_of_the_targets",
            f"{QUALITY}::test_the_metric_on_held_out_rows_is_the_registered_one",
        ),
    ),
]


@pytest.mark.parametrize(("task", "model", "tests"), BROKEN, ids=[model.__name__ for _, model, _ in BROKEN])
def test_a_broken_model_of_the_task_fails_its_tests(
    call: Callable[..., str], task: str, model: type[Model], tests: tuple[str, ...]
) -> None:
    output = call(task, model(), "pytest", "--tb=short", *sorted({f"tests/{test.split('::')[0]}" for test in tests}))
    assert "What to do: " in output and output.endswith("exit 1\n"), output
    assert all(f"FAILED tests/{test}" in output for test in tests), output
