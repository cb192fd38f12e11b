"""Fit and save the trees."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import xgboost

OBJECTIVES = {
    "binary": {"objective": "binary:logistic", "eval_metric": "logloss"},
    "multiclass": {"objective": "multi:softprob", "eval_metric": "mlogloss"},
    "regression": {"objective": "reg:squarederror", "eval_metric": "rmse"},
}
LOOP = ("n_estimators", "early_stopping_rounds")  # they belong to the training loop; all others to a tree
SMALL = 200_000  # values of a table for which threads wait for each other longer than they work
Part = tuple[np.ndarray, np.ndarray]


def fit(train: Part, validation: Part, task: str, hyperparameters: Mapping[str, float], seed: int) -> xgboost.Booster:
    """The same rows and hyperparameters give the same model; it ends with the best tree for the validation rows."""
    threads = 1 if train[0].size <= SMALL else 0  # 0: one for each processor
    classes = {"num_class": int(train[1].max()) + 1} if task == "multiclass" else {}
    of_a_tree = {name: value for name, value in hyperparameters.items() if name not in LOOP}
    rows, watched = (xgboost.DMatrix(*part, nthread=threads) for part in (train, validation))
    model = xgboost.train(
        {**OBJECTIVES[task], **classes, **of_a_tree, "seed": seed, "nthread": threads},
        rows,
        num_boost_round=hyperparameters["n_estimators"],
        evals=[(watched, "validation")],
        early_stopping_rounds=hyperparameters["early_stopping_rounds"],
        verbose_eval=False,
    )
    best = model[: model.best_iteration + 1]
    best.set_param({"nthread": threads})
    return best


def save(model: xgboost.Booster, folder: Path) -> None:
    """XGBoost's own format, which later versions read too; loading it runs no code of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_model(folder / "model.ubj")
