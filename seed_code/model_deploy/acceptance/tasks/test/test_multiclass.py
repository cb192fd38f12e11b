import math
import re

import pytest

from acceptance.tasks import value_of
from acceptance.tasks.multiclass import Multiclass

TASK = Multiclass(("low", "mid", "high"))
TARGETS = [0, 1, 2, 2]
ANSWERS = [(0.8, 0.1, 0.1), (0.1, 0.6, 0.3), (0.2, 0.3, 0.5), (0.7, 0.2, 0.1)]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("accuracy", 3 / 4),
        ("f1_macro", (2 / 3 + 1 + 2 / 3) / 3),
        ("log_loss", -(math.log(0.8) + math.log(0.6) + math.log(0.5) + math.log(0.1)) / 4),
    ],
)
def test_the_metric_is_that_of_the_textbook(metric: str, expected: float) -> None:
    assert value_of(TASK, metric, TARGETS, ANSWERS) == pytest.approx(expected)


def test_a_class_that_is_neither_there_nor_chosen_counts_nothing() -> None:
    assert value_of(TASK, "f1_macro", [0, 1], [(0.8, 0.2, 0.0), (0.3, 0.7, 0.0)]) == pytest.approx(2 / 3)


def test_a_probability_of_zero_for_the_right_class_is_a_finite_loss() -> None:
    assert 30 < value_of(TASK, "log_loss", [0], [(0.0, 1.0, 0.0)]) < 40


@pytest.mark.parametrize(
    ("scores", "fault"),
    [
        ((0.5,), "has 1 values, expected 3 probabilities that sum to 1"),
        ((0.5, 0.5), "has 2 values"),
        ((0.5, 0.6, -0.1), "-0.1 is no probability"),
        ((math.nan, 0.5, 0.5), "nan is no probability"),
        ((0.5, 0.5, 0.5), r"the probabilities sum to 1\.5"),
    ],
)
def test_an_answer_is_a_probability_for_each_class(scores: tuple[float, ...], fault: str) -> None:
    assert re.match(fault, TASK.fault(scores))


def test_rounding_of_the_sum_is_allowed() -> None:
    assert not TASK.fault((0.3333, 0.3333, 0.3333))


def test_a_class_whose_own_rows_score_lower_is_named() -> None:
    assert not TASK.contrary([0, 1, 2], [(0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)])
    swapped = [(0.1, 0.8, 0.1), (0.8, 0.1, 0.1), (0.1, 0.1, 0.8)]
    assert TASK.contrary([0, 1, 2], swapped).startswith("class low: its own rows score 0.100, the others 0.450")


def test_the_gap_is_that_of_the_class_with_the_largest_one() -> None:
    gap = TASK.gap([0, 0, 1, 2], [(0.5, 0.05, 0.45)] * 4)
    assert gap == (pytest.approx(0.2), "class mid: mean score 0.050, rows 0.250")


def test_a_constant_model_has_no_spread() -> None:
    assert TASK.spread([0, 1], [(0.2, 0.3, 0.5)] * 2) == pytest.approx(0)
    assert TASK.spread(TARGETS, ANSWERS) > 0.1
