import numpy as np
import pandas as pd
import pytest

from evaluation import METRICS, evaluate, judge, metrics_at, registry_metrics


@pytest.fixture(scope="module")
def table():
    values = np.random.default_rng(3).normal(size=(120, 2))
    return pd.DataFrame({"y": (values[:, 0] > 0).astype(int), "signal": values[:, 0], "noise": values[:, 1]})


def good(rows):
    return 1 / (1 + np.exp(-4 * rows[:, 0]))


def constant(rows):
    return np.full(len(rows), 0.3)


def test_a_perfect_model_scores_one(table):
    assert set(evaluate(good, table, 1).metrics.values()) == {1.0}


def test_a_model_that_says_the_same_of_all_is_found_out(table):
    metrics = evaluate(constant, table, 1).metrics
    assert (metrics["auc"], metrics["recall"], metrics["f1"]) == (0.5, 0.0, 0.0)


def test_metrics_count_hits_and_false_alarms():
    truth, probability = np.array([1, 1, 1, 0, 0]), np.array([0.9, 0.8, 0.1, 0.7, 0.2])
    figures = {"accuracy": 0.6, "f1": 2 / 3, "precision": 2 / 3, "recall": 2 / 3}
    assert metrics_at(truth, probability, 0.5) == pytest.approx(figures)


def test_an_inverted_model_is_worse_than_a_coin(table):
    assert evaluate(lambda rows: 1 - good(rows), table, 1).metrics["auc"] == 0.0


def test_the_confusion_matrix_counts_every_row(table):
    confusion = evaluate(constant, table, 1).confusion
    assert confusion.tolist() == [[int((table["y"] == 0).sum()), 0], [int((table["y"] == 1).sum()), 0]]


def test_the_column_that_matters_comes_first(table):
    importance = evaluate(good, table, 1).importance
    assert list(importance.index) == ["signal", "noise"]
    assert importance["noise"] == 0


def test_the_gate_opens_at_its_threshold(table):
    assert judge(evaluate(constant, table, 1), "auc", 0.5)["passed"] is True


def test_a_missed_gate_says_which_metric_and_by_how_much(table):
    verdict = judge(evaluate(constant, table, 1), "auc", 0.95)
    assert verdict["passed"] is False
    assert verdict["message"] == "auc is 0.5000, threshold 0.95: missed by 0.4500"


def test_the_registry_gets_every_metric_with_a_value(table):
    figures = registry_metrics(evaluate(good, table, 1))["binary_classification_metrics"]
    assert {name: figures[name] for name in METRICS} == {
        name: {"value": 1.0, "standard_deviation": "NaN"} for name in METRICS
    }
    assert figures["confusion_matrix"]["0"]["1"] == 0
