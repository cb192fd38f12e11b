import math

import pytest

from acceptance.tasks import Answers, value_of
from acceptance.tasks.binary import Binary
from deployment.errors import DeploymentError

TARGETS = [1, 1, 1, 0, 0, 0, 0, 0]
ANSWERS = [(0.9,), (0.6,), (0.4,), (0.7,), (0.4,), (0.3,), (0.2,), (0.1,)]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("accuracy", 6 / 8), ("precision", 2 / 3), ("recall", 2 / 3), ("f1", 2 / 3), ("auc", 12.5 / 15)],
)
def test_the_metric_is_that_of_the_textbook(metric: str, expected: float) -> None:
    assert value_of(Binary(), metric, TARGETS, ANSWERS) == pytest.approx(expected)


def test_constant_scores_rank_nothing() -> None:
    assert value_of(Binary(), "auc", TARGETS, [(0.5,)] * 8) == 0.5


@pytest.mark.parametrize("metric", ["precision", "recall", "f1", "auc"])
def test_rows_without_positives_give_zero(metric: str) -> None:
    assert value_of(Binary(), metric, [0, 0], [(0.1,), (0.2,)]) == 0


def test_an_unknown_metric_says_where_to_add_it() -> None:
    with pytest.raises(DeploymentError, match=r"'gini'.*binary.*accuracy, auc, f1.*acceptance/tasks/binary\.py"):
        value_of(Binary(), "gini", TARGETS, ANSWERS)


@pytest.mark.parametrize("scores", [(1.5,), (-0.1,), (math.nan,), (0.5, 0.5), ()])
def test_an_answer_is_one_probability(scores: tuple[float, ...]) -> None:
    assert Binary().fault(scores) and not Binary().fault((0.5,))


@pytest.mark.parametrize(("answers", "right"), [([(0.9,), (0.1,)], True), ([(0.1,), (0.9,)], False)])
def test_positive_rows_score_above_negative_ones(answers: Answers, right: bool) -> None:
    assert (not Binary().contrary([1, 0], answers)) is right


def test_the_gap_is_between_mean_score_and_share_of_positive_rows() -> None:
    assert Binary().gap([1, 0], [(0.9,), (0.5,)]) == (pytest.approx(0.2), "mean score 0.700, positive rows 0.500")
