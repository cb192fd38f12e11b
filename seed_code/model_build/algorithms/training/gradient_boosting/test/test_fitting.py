import numpy as np
import pandas as pd
import pytest

from fitting import Hyperparameters, fit, save, score

FEW = Hyperparameters(learning_rate=0.2, max_depth=2, n_estimators=20, subsample=0.8, seed=3)


@pytest.fixture
def table():
    values = np.random.default_rng(5).normal(size=(200, 3))
    return pd.DataFrame({"y": (values[:, 0] > 0).astype(int), "a": values[:, 0], "b": values[:, 1], "c": values[:, 2]})


def test_the_model_learns_what_the_rows_say(table):
    assert score(fit(table.head(150), FEW), table.tail(50))["auc"] > 0.95


def test_a_model_trained_on_shuffled_targets_scores_like_a_coin(table):
    shuffled = table.assign(y=np.random.default_rng(1).permutation(table["y"]))
    assert score(fit(shuffled.head(150), FEW), table.tail(50))["auc"] < 0.8


def test_the_same_rows_and_seed_give_the_same_model(table):
    first, second = (fit(table, FEW).predict_proba(table.iloc[:, 1:].to_numpy()) for _ in range(2))
    assert (first == second).all()


def test_the_model_folder_holds_model_and_handler(table, tmp_path):
    save(fit(table, FEW), tmp_path)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["code/inference.py", "model.joblib"]
