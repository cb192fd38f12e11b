from dataclasses import dataclass

import pytest

from acceptance import tasks
from acceptance.tasks import Answers, same
from acceptance.tasks.multiclass import Multiclass
from deployment.model_version import TASKS
from deployment.test.examples import model_version


def test_every_task_of_the_registry_is_known_here() -> None:
    assert set(tasks.TASKS) == set(TASKS)
    assert [tasks.of(model_version(task=name)).name for name in TASKS] == list(TASKS)


def test_the_classes_are_those_of_the_version() -> None:
    assert tasks.of(model_version(task="multiclass", classes=("a", "b"))) == Multiclass(("a", "b"))


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([(0.1, 0.9), (2000.0,)], True),
        ([(0.10000001, 0.9), (2000.01,)], True),
        ([(0.11, 0.89), (2000.0,)], False),
        ([(0.1, 0.9)], False),
        ([(0.1,), (2000.0,)], False),
    ],
)
def test_answers_are_the_same_but_for_rounding(others: Answers, expected: bool) -> None:
    assert same([(0.1, 0.9), (2000.0,)], others) is expected


@dataclass(frozen=True)
class Training:
    mean: float = 0.5
    deviation: float = 2.0

    def shares(self, classes: int) -> tuple[float, ...]:
        return (0.25, 0.75)[:classes]


@pytest.mark.parametrize(
    ("name", "answers", "distance", "words"),
    [
        ("binary", [(0.7,), (0.7,)], 0.2, "mean score 0.700, positive rows in training 0.500"),
        ("multiclass", [(0.5, 0.5)], 0.25, "class b: mean score 0.500, rows in training 0.750"),
        ("regression", [(1.5,)], 0.5, "mean prediction 1.5, mean target in training 0.5, 0.500 standard deviations"),
    ],
)
def test_answers_are_compared_with_the_targets_of_training(
    name: str, answers: Answers, distance: float, words: str
) -> None:
    task = tasks.of(model_version(task=name, classes=("a", "b")))
    assert task.gap_to(Training(), answers) == (pytest.approx(distance), words)


@pytest.mark.parametrize(
    ("name", "answers", "others", "distances"),
    [
        ("binary", [(0.7,), (0.2,)], [(0.6,), (0.2,)], [0.1, 0]),
        ("multiclass", [(0.7, 0.2, 0.1)], [(0.4, 0.4, 0.2)], [0.3]),
        ("regression", [(10.0,), (30.0,)], [(10.0,), (35.0,)], [0, 0.5]),
    ],
)
def test_the_distance_of_answers_is_in_the_unit_of_tolerances(
    name: str, answers: Answers, others: Answers, distances: list[float]
) -> None:
    assert tasks.of(model_version(task=name)).distances(answers, others) == pytest.approx(distances)
