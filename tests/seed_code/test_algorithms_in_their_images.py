"""Every algorithm of the build seed, for every task, under the Python packages of the image that it is for."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from mlops_templates import data
from mlops_templates.localaws import environments
from mlops_templates.localaws.sagemaker.serving import server
from mlops_templates.localaws.world import World

ALGORITHMS = data.seed_folder("model_build") / "algorithms"
IMAGES = {"scikit-learn": "sagemaker-scikit-learn:1.9-0", "xgboost": "sagemaker-xgboost:3.2-0"}
FRAMEWORKS = {
    file.parent.name: json.loads(file.read_text())["framework"] for file in ALGORITHMS.glob("training/*/algorithm.json")
}
PROGRAM = Path(__file__).with_name("image_program.py")
TASKS = ("binary", "multiclass", "regression")
Outcome = dict[str, Any]


@pytest.fixture(scope="module")
def outcome_of(
    tmp_path_factory: pytest.TempPathFactory, plain_environment: dict[str, str]
) -> Callable[[str], dict[str, Outcome]]:
    world = World(tmp_path_factory.mktemp("world"))
    drawing = {"MPLCONFIGDIR": str(environments.cache.environments_folder().parent / "matplotlib")}

    @cache
    def run(algorithm: str) -> dict[str, Outcome]:
        folder = tmp_path_factory.mktemp(algorithm)
        python = environments.for_image(world, IMAGES[FRAMEWORKS[algorithm]]).python
        words = [PROGRAM, ALGORITHMS, algorithm, server.__file__, "result.json"]
        got = subprocess.run(
            [str(word) for word in (python, *words)],
            cwd=folder,
            env=plain_environment | drawing | {"PYTHONPATH": str(ALGORITHMS)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert got.returncode == 0, got.stdout + got.stderr
        return json.loads((folder / "result.json").read_text())

    return run


def test_each_algorithm_has_an_image_that_is_known_here():
    assert set(FRAMEWORKS) == {"gradient_boosting", "xgboost"}
    assert {IMAGES[framework] for framework in FRAMEWORKS.values()} <= set(environments.known())


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("algorithm", sorted(FRAMEWORKS))
def test_a_model_is_trained_passes_its_gate_and_answers(
    outcome_of: Callable[[str], dict[str, Outcome]], algorithm: str, task: str
) -> None:
    outcome = outcome_of(algorithm)[task]
    assert outcome["verdict"]["passed"] is True
    assert (outcome["status"], outcome["kind"], outcome["refused"]) == (200, "text/csv", 400)
    answers, truth = outcome["answers"], outcome["truth"]
    assert len(answers) == len(truth)
    assert {len(answer) for answer in answers} == {3 if task == "multiclass" else 1}
    if task == "regression":
        assert mean(abs(answer[0] - value) for answer, value in zip(answers, truth, strict=True)) < 10
        return
    predicted = [answer.index(max(answer)) if task == "multiclass" else answer[0] >= 0.5 for answer in answers]
    assert mean(guess == code for guess, code in zip(predicted, truth, strict=True)) > 0.8
