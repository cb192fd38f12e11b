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
