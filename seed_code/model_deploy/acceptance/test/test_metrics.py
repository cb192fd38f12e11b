import pytest

from acceptance import metrics
from deployment.errors import DeploymentError

TARGETS = [1, 1, 1, 0, 0, 0, 0, 0]
SCORES = [0.9, 0.6, 0.4, 0.7, 0.4, 0.3, 0.2, 0.1]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("accuracy", 6 / 8), ("precision", 2 / 3), ("recall", 2 / 3), ("f1", 2 / 3), ("auc", 12.5 / 15)],
)
def test_the_metric_is_that_of_the_textbook(metric: str, expected: float) -> None:
    assert metrics.value_of(metric, TARGETS, SCORES) == pytest.approx(expected)


def test_constant_scores_rank_nothing() -> None:
    assert metrics.value_of("auc", TARGETS, [0.5] * 8) == 0.5


@pytest.mark.parametrize("metric", ["precision", "recall", "f1", "auc"])
def test_rows_without_positives_give_zero(metric: str) -> None:
    assert metrics.value_of(metric, [0, 0], [0.1, 0.2]) == 0


def test_an_unknown_metric_says_where_to_add_it() -> None:
    with pytest.raises(
        DeploymentError, match=r"'gini'.*accuracy, auc, f1.*add a function for it to acceptance/metrics.py"
    ):
        metrics.value_of("gini", TARGETS, SCORES)
