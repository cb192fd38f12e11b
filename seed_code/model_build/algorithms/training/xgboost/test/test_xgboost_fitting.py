import numpy as np
import pytest

import xgboost_prediction
from xgboost_fitting import fit, save

FEW = {"learning_rate": 0.3, "max_depth": 3, "n_estimators": 25, "early_stopping_rounds": 5, "subsample": 0.8}


@pytest.fixture
def rows():
    return np.random.default_rng(5).normal(size=(300, 3))


def trained(rows, target, task, seed=3, **others):
    return fit((rows[:200], target[:200]), (rows[200:250], target[200:250]), task, FEW | others, seed)


def answers(rows, target, task, seed=3, **others):
    return xgboost_prediction.predict(trained(rows, target, task, seed, **others), rows[250:], task)


def test_a_binary_model_answers_with_the_probability_of_the_positive_class(rows):
    target = (rows[:, 0] > 0).astype(int)
    probability = answers(rows, target, "binary")
    assert probability.shape == (50,)
    assert ((probability >= 0.5) == target[250:]).mean() > 0.9


def test_a_multiclass_model_answers_with_a_probability_for_each_class(rows):
    target = np.digitize(rows[:, 0], [-0.5, 0.5])
    probability = answers(rows, target, "multiclass")
    assert probability.sum(axis=1) == pytest.approx(np.ones(50))
    assert (probability.argmax(axis=1) == target[250:]).mean() > 0.9


def test_a_regression_model_answers_with_the_value(rows):
    target = 3 * rows[:, 0] + 100
    assert np.abs(answers(rows, target, "regression") - target[250:]).mean() < 1


def test_the_same_rows_and_seed_give_the_same_model_and_another_seed_another(rows):
    target = (rows.sum(axis=1) > 0).astype(int)
    first, again, other = (answers(rows, target, "binary", seed) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


def test_what_is_kept_ends_with_the_best_tree_however_long_training_went_on(rows):
    coin = np.random.default_rng(1).integers(0, 2, 300)
    lengths = {
        patience: trained(rows, coin, "binary", n_estimators=200, early_stopping_rounds=patience).num_boosted_rounds()
        for patience in (5, 9)
    }
    assert lengths[5] == lengths[9] < 5


def test_every_hyperparameter_of_a_tree_reaches_the_trees(rows):
    target = (rows.sum(axis=1) > 0).astype(int)
    usual = answers(rows, target, "binary")
    for others in ({"colsample_bytree": 0.4}, {"min_child_weight": 9.0}, {"reg_lambda": 50.0}, {"max_depth": 1}):
        assert (answers(rows, target, "binary", **others) != usual).any(), others


@pytest.mark.parametrize(("task", "cuts"), [("binary", [0]), ("multiclass", [-1, 1]), ("regression", None)])
def test_a_saved_model_answers_like_the_one_that_was_trained(rows, tmp_path, task, cuts):
    target = rows[:, 0] if cuts is None else np.digitize(rows[:, 0], cuts)
    model = trained(rows, target, task)
    save(model, tmp_path / "model")
    loaded = xgboost_prediction.load(tmp_path / "model")
    assert (xgboost_prediction.predict(loaded, rows, task) == xgboost_prediction.predict(model, rows, task)).all()
