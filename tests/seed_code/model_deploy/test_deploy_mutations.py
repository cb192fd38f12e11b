"""What is broken in a way that single answers do not show is caught by a named test of the model_deploy seed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.seed_code.model_deploy import fake_model
from tests.seed_code.model_deploy.fake_model import Model
from tests.seed_code.model_deploy.fake_registry import BUCKET, Project, held_out_rows, statistics

Run = Callable[..., subprocess.CompletedProcess[str]]
RATE, BEHAVIOUR = "tests/stress_test/test_rate.py", "tests/other_test/test_behaviour.py"
DISTRIBUTION = "tests/other_test/test_distribution.py"


@pytest.fixture
def project(released: tuple[Project, Path], seed: Path) -> Project:
    """Serves a release, whose rendered files are in the seed."""
    project, rendered = released
    shutil.copytree(rendered, seed / "rendered")
    return project


@pytest.fixture
def call(run: Run, project: Project) -> Callable[[Model, str], str]:
    """Runs tests of the seed against an endpoint behind which this model answers."""

    def call(model: Model, tests: str) -> str:
        with fake_model.serving(model) as url:
            stage = {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": url, "STAGE": "staging", "SUITE": "staging"}
            got = run("pytest", "-rA", "--tb=short", tests, **project.environment, **stage)
        return f"{got.stdout}{got.stderr}exit {got.returncode}\n"

    return call


def configure(seed: Path, key: str, **change: Any) -> None:
    file = seed / "inference_config" / "staging" / "inference_config.json"
    document = json.loads(file.read_text())
    file.write_text(json.dumps({**document, key: {**document[key], **change}}))


def failed(output: str) -> set[str]:
    """Names of the tests that failed, each with what to do."""
    names = re.findall(r"^FAILED \S+::(\w+)", output, re.M)
    assert output.count("What to do: ") >= len(names), output
    return set(names)


def test_a_model_that_fails_under_load_is_caught(call: Callable[[Model, str], str]) -> None:
    output = call(fake_model.Overloaded(), RATE)
    assert failed(output) == {"test_requests_at_the_stated_rate_are_answered"}, output
    assert re.search(r"30 requests at 10 a second: p50 \d+ ms, p95 \d+ ms, p99 \d+ ms, 33\.3% failed", output), output


def test_a_handler_that_is_slower_than_the_rate_is_caught(seed: Path, call: Callable[[Model, str], str]) -> None:
    limits = {"requests_per_second": 100, "load_seconds": 0.5, "latency_p50_ms": 10, "latency_p99_ms": 20}
    configure(seed, "test_limits", **limits)
    assert failed(call(fake_model.Slow(), RATE)) == {"test_the_stated_rate_does_not_make_it_slow"}


@pytest.fixture
def drifted(seed: Path, project: Project) -> None:
    """The version was trained on rows three times as large as those held out."""
    lines = [line.split(",") for line in held_out_rows("binary", 600, seed=8).splitlines()]
    moved = [lines[0], *([target, f"{20 + float(a)}", f"{20 + float(b)}"] for target, a, b in lines[1:])]
    text = statistics("\n".join(map(",".join, moved)))
    project.client("s3").put_object(Bucket=BUCKET, Key="drifted.json", Body=text)
    facts = seed / "rendered" / "model.json"
    facts.write_text(facts.read_text().replace("binary-statistics.json", "drifted.json"))


@pytest.mark.usefixtures("drifted")
def test_rows_that_have_drifted_away_from_training_are_caught(call: Callable[[Model, str], str]) -> None:
    output = call(Model(), DISTRIBUTION)
    assert failed(output) == {"test_the_held_out_rows_look_like_those_of_training"}, output
    assert "2 of 2 features have drifted away from the training rows" in output


def test_scores_far_from_the_targets_of_training_are_caught(call: Callable[[Model, str], str]) -> None:
    output = call(fake_model.Timid(), DISTRIBUTION)
    assert failed(output) == {"test_the_scores_are_distributed_as_the_targets_of_training"}, output


GOOD: dict[str, Any] = {
    "slices": [{"name": "low", "feature": "noise", "below": 0}, {"name": "high", "feature": "noise", "least": 0}],
    "invariance": [{"feature": "noise", "change_percent": 50, "tolerance": 0.01}],
    "direction": [{"feature": "signal", "add": 1, "expect": "higher"}],
}


def test_a_model_that_behaves_passes_and_its_slices_are_told(seed: Path, call: Callable[[Model, str], str]) -> None:
    configure(seed, "ml_tests", **GOOD)
    output = call(Model(), BEHAVIOUR)
    assert output.endswith("exit 0\n"), output


def test_a_model_that_looks_at_the_wrong_feature_is_caught_thrice(
    seed: Path, call: Callable[[Model, str], str]
) -> None:
    configure(seed, "ml_tests", **GOOD)
    assert failed(call(fake_model.Swapped(), BEHAVIOUR)) == {
        "test_quality_in_each_slice_reaches_its_threshold",
        "test_answers_stay_as_they_are_where_they_must",
    }


def test_a_model_that_answers_the_other_way_round_is_caught(seed: Path, call: Callable[[Model, str], str]) -> None:
    configure(seed, "ml_tests", **{**GOOD, "slices": [{"name": "few", "feature": "signal", "least": 9}]})
    output = call(fake_model.Inverted(), BEHAVIOUR)
    assert failed(output) == {
        "test_quality_in_each_slice_reaches_its_threshold",
        "test_answers_move_in_the_expected_direction",
    }
    assert re.search(r"few: holds \d of the held-out rows, at least 10 tell something", output), output
    assert "signal +1 is not answered higher by 100% of the rows" in output
