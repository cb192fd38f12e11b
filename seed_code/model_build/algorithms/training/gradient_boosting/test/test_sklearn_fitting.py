import numpy as np
import pytest

import sklearn_prediction
from sklearn_fitting import fit, save

FEW = {"learning_rate": 0.2, "max_depth": 2, "n_estimators": 20, "subsample": 0.8}


@pytest.fixture
def rows():
    return np.random.default_rng(5).normal(size=(200, 3))


def answers(rows, target, task):
    return sklearn_prediction.predict(fit(rows[:150], target[:150], task, FEW, 3), rows[150:], task)


def test_a_binary_model_learns_what_the_rows_say(rows):
    target = (rows[:, 0] > 0).astype(int)
    assert ((answers(rows, target, "binary") >= 0.5) == target[150:]).mean() > 0.9


def test_a_multiclass_model_answers_with_a_probability_for_each_class(rows):
    target = np.digitize(rows[:, 0], [-0.5, 0.5])
    probability = answers(rows, target, "multiclass")
    assert probability.sum(axis=1) == pytest.approx(np.ones(50))
    assert (probability.argmax(axis=1) == target[150:]).mean() > 0.9


def test_a_regression_model_answers_with_the_value(rows):
    target = 3 * rows[:, 0] + 100
    assert np.abs(answers(rows, target, "regression") - target[150:]).mean() < 1


def test_the_same_rows_and_seed_give_the_same_model_and_another_seed_another(rows):
    target = (rows.sum(axis=1) > 0).astype(int)
    first, again, other = (fit(rows, target, "binary", FEW, seed).predict_proba(rows) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize(("task", "cuts"), [("binary", [0]), ("multiclass", [-1, 1]), ("regression", None)])
def test_a_saved_model_answers_like_the_one_that_was_trained(rows, tmp_path, task, cuts):
    target = rows[:, 0] if cuts is None else np.digitize(rows[:, 0], cuts)
    model = fit(rows, target, task, FEW, 3)
    save(model, tmp_path / "model")
    loaded = sklearn_prediction.load(tmp_path / "model")
    assert (sklearn_prediction.predict(loaded, rows, task) == sklearn_prediction.predict(model, rows, task)).all()
