import math

import pytest

from acceptance.tasks import value_of
from acceptance.tasks.regression import Regression

TARGETS = [1.0, 2.0, 3.0, 6.0]
ANSWERS = [(1.0,), (3.0,), (3.0,), (4.0,)]


@pytest.mark.parametrize(("metric", "expected"), [("mae", 3 / 4), ("rmse", math.sqrt(5 / 4)), ("r2", 1 - 5 / 14)])
def test_the_metric_is_that_of_the_textbook(metric: str, expected: float) -> None:
    assert value_of(Regression(), metric, TARGETS, ANSWERS) == pytest.approx(expected)


def test_targets_without_variance_are_not_explained() -> None:
    assert value_of(Regression(), "r2", [2.0, 2.0], [(2.0,), (2.0,)]) == 0


@pytest.mark.parametrize("scores", [(math.inf,), (math.nan,), (1.0, 2.0), ()])
def test_an_answer_is_one_finite_number(scores: tuple[float, ...]) -> None:
    assert Regression().fault(scores) and not Regression().fault((-4e9,))


def test_the_spread_is_a_share_of_that_of_the_targets() -> None:
    assert Regression().spread([0.0, 2000.0], [(0.0,), (1000.0,)]) == pytest.approx(0.5)


def test_predictions_grow_with_the_targets() -> None:
    assert not Regression().contrary(TARGETS, ANSWERS)
    assert Regression().contrary(TARGETS, ANSWERS[::-1]).startswith("predictions do not grow with the targets")


def test_the_gap_is_told_in_standard_deviations() -> None:
    distance, words = Regression().gap([0.0, 2.0], [(1.5,), (1.5,)])
    assert distance == pytest.approx(0.5)
    assert words == "mean prediction 1.5, mean target 1, 0.500 standard deviations"
