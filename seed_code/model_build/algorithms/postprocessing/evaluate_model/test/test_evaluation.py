import numpy as np
import pytest

from evaluation import compare, evaluate

METRIC = {"binary": "auc", "multiclass": "f1_macro", "regression": "r2"}


def sigmoid(rows):
    return 1 / (1 + np.exp(-4 * (rows[:, 0] + rows[:, 1] / 3)))


def three_classes(rows):
    code = np.digitize(rows[:, 0] + rows[:, 1] / 5, [-0.5, 0.5])
    return np.eye(3)[code] * 0.9 + 0.1 / 3


def value(rows):
    return 30 * rows[:, 0] + 5 * rows[:, 1]


PERFECT = {"binary": sigmoid, "multiclass": three_classes, "regression": value}


@pytest.mark.parametrize("task", PERFECT)
def test_a_perfect_model_scores_one(asked, rows, task):
    found = evaluate(asked(task, PERFECT[task]), rows(task), METRIC[task], 1)
    assert found.metrics[METRIC[task]] == pytest.approx(1)
    assert set(found.metrics) > {METRIC[task]}


def test_an_inverted_model_is_worse_than_a_coin(asked, rows):
    model = asked("binary", lambda data: 1 - sigmoid(data))
    assert evaluate(model, rows("binary"), "auc", 1).metrics["auc"] == 0.0


@pytest.mark.parametrize("task", PERFECT)
def test_the_column_that_matters_comes_first_and_one_that_does_not_costs_nothing(asked, rows, task):
    importance = evaluate(asked(task, PERFECT[task]), rows(task), METRIC[task], 1).importance
    assert importance.index[0] == "signal"
    assert importance["group"] == 0


@pytest.mark.parametrize(("task", "answer"), [("binary", 0.3), ("multiclass", [0.2, 0.5, 0.3]), ("regression", 7.0)])
def test_a_model_that_says_the_same_of_all_rows_is_refused(asked, rows, task, answer):
    model = asked(task, lambda data: np.array([answer] * len(data)))
    with pytest.raises(ValueError, match="the same answer to all 160 rows: it has learnt nothing"):
        evaluate(model, rows(task), METRIC[task], 1)


@pytest.mark.parametrize("task", PERFECT)
def test_answers_that_are_no_numbers_are_refused(asked, rows, task):
    model = asked(task, lambda data: np.where(data[:, :1] > 0, PERFECT[task](data).reshape(len(data), -1), np.nan))
    with pytest.raises(ValueError, match="some answers of the model to the 160 rows are no finite numbers"):
        evaluate(model, rows(task), METRIC[task], 1)


@pytest.mark.parametrize("task", PERFECT)
def test_rows_that_cannot_tell_a_good_model_are_refused(asked, rows, task):
    with pytest.raises(ValueError, match="the target is the same in all 160 test rows"):
        evaluate(asked(task, PERFECT[task]), rows(task).assign(y=1), METRIC[task], 1)


def test_a_class_that_the_model_does_not_know_is_refused(asked, rows):
    table = rows("multiclass").assign(y=lambda table: table["y"] + 1)
    with pytest.raises(ValueError, match="the test rows have class 3, but the model knows only 3 classes"):
        evaluate(asked("multiclass", three_classes), table, "accuracy", 1)


def test_a_metric_of_another_task_is_refused_with_those_there_are(asked, rows):
    with pytest.raises(ValueError, match="metric auc is none of task regression, which has: mae, rmse, r2"):
        evaluate(asked("regression", value), rows("regression"), "auc", 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop(columns="noise"), "missing: noise$"),
        (lambda table: table.assign(extra=1), "unknown to the model: extra$"),
        (lambda table: table[["y", "noise", "signal", "group"]], "their order differs$"),
    ],
)
def test_rows_with_another_schema_than_the_model_knows_are_refused(asked, rows, change, message):
    with pytest.raises(ValueError, match=f"test rows have other columns than the model was trained on; {message}"):
        evaluate(asked("binary", sigmoid), change(rows("binary")), "auc", 1)


def test_classes_have_the_names_of_the_baseline_if_it_names_as_many(asked, rows):
    model, table = asked("multiclass", three_classes), rows("multiclass")
    assert evaluate(model, table, "accuracy", 1, ["low", "mid", "high"]).classes == ("low", "mid", "high")
    assert evaluate(model, table, "accuracy", 1, ["low", "high"]).classes == ("0", "1", "2")
    assert evaluate(asked("binary", sigmoid), rows("binary"), "auc", 1).classes == ("negative", "positive")


def test_another_model_is_compared_on_the_same_rows(asked, rows):
    assert compare(asked("binary", lambda data: 1 - sigmoid(data)), rows("binary"), "binary")["auc"] == 0


def test_a_model_of_another_task_or_other_columns_is_not_compared(asked, rows):
    with pytest.raises(ValueError, match="it is a model of task regression"):
        compare(asked("regression", value), rows("binary"), "binary")
    with pytest.raises(ValueError, match="missing: age"):
        compare(asked("binary", sigmoid, ("signal", "noise", "group", "age")), rows("binary"), "binary")
