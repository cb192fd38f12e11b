import numpy as np
import pytest
from sklearn import metrics

from shared_libraries.tasks import METRICS, log_loss, metrics_at, scores

TRUTH = np.array([0, 2, 1, 0, 0, 2])
PROBABILITY = np.array([[0.8, 0.1, 0.1], [0.2, 0.3, 0.5], [0.1, 0.2, 0.7], [0.3, 0.4, 0.3], [0.5, 0.5, 0], [0, 1, 0]])


def test_metrics_count_hits_and_false_alarms():
    truth, probability = np.array([1, 1, 1, 0, 0]), np.array([0.9, 0.8, 0.1, 0.7, 0.2])
    figures = {"accuracy": 0.6, "f1": 2 / 3, "precision": 2 / 3, "recall": 2 / 3}
    assert metrics_at(truth, probability, 0.5) == pytest.approx(figures)


def test_the_figures_of_a_binary_model_are_those_of_scikit_learn():
    truth, answers = np.array([0, 1, 1, 0, 1]), np.array([0.2, 0.6, 0.4, 0.7, 0.9])
    predicted = answers >= 0.5
    assert scores("binary", truth, answers) == pytest.approx(
        {
            "accuracy": metrics.accuracy_score(truth, predicted),
            "auc": metrics.roc_auc_score(truth, answers),
            "f1": metrics.f1_score(truth, predicted),
            "precision": metrics.precision_score(truth, predicted),
            "recall": metrics.recall_score(truth, predicted),
        }
    )


def test_the_figures_of_a_multiclass_model_are_those_of_scikit_learn():
    assert scores("multiclass", TRUTH, PROBABILITY) == pytest.approx(
        {
            "accuracy": metrics.accuracy_score(TRUTH, PROBABILITY.argmax(axis=1)),
            "f1_macro": metrics.f1_score(TRUTH, PROBABILITY.argmax(axis=1), average="macro"),
            "log_loss": metrics.log_loss(TRUTH, PROBABILITY),
        }
    )


def test_the_figures_of_a_regression_model_are_those_of_scikit_learn():
    truth, answers = np.array([1.0, 2.0, 4.0]), np.array([1.5, 2.0, 3.0])
    assert scores("regression", truth, answers) == pytest.approx(
        {
            "mae": metrics.mean_absolute_error(truth, answers),
            "rmse": metrics.root_mean_squared_error(truth, answers),
            "r2": metrics.r2_score(truth, answers),
        }
    )


def test_a_model_that_says_the_mean_explains_nothing():
    truth = np.array([1.0, 2.0, 6.0])
    assert scores("regression", truth, np.full(3, 3.0))["r2"] == 0


def test_a_certain_mistake_costs_much_but_not_infinitely():
    assert 30 < log_loss(np.array([0]), np.array([1.0])) < 40


def test_every_task_has_its_metrics_in_their_order():
    answers = {"binary": np.array([0.1, 0.9]), "multiclass": np.eye(2), "regression": np.array([0.0, 1.0])}
    for task, names in METRICS.items():
        assert list(scores(task, np.array([0, 1]), answers[task])) == list(names)
