"""How much a model needs a column: asked through its request handler, so it works for any algorithm."""

import numpy as np
import pandas as pd

from served_model import Model
from shared_libraries.tasks import log_loss, of_regression

SHUFFLES = 5
MOST_ROWS = 2000  # each column is asked SHUFFLES times for so many rows


def importance_of(model: Model, features: pd.DataFrame, truth: np.ndarray, seed: int) -> pd.Series:
    """How much the loss grows when one column is shuffled: log loss, or rmse of a regression. Largest first."""
    generator = np.random.default_rng(seed)
    chosen = np.sort(generator.permutation(len(truth))[:MOST_ROWS])
    values, truth = features.to_numpy(dtype=float)[chosen], truth[chosen]
    usual = loss(model.task, truth, model.answer(values))
    growth = {}
    for position, name in enumerate(features.columns):
        shuffled = np.repeat(values[np.newaxis], SHUFFLES, axis=0)
        for copy in shuffled:
            generator.shuffle(copy[:, position])
        answers = np.split(model.answer(shuffled.reshape(-1, values.shape[1])), SHUFFLES)
        growth[name] = float(np.mean([loss(model.task, truth, answer) for answer in answers]) - usual)
    return pd.Series(growth).sort_values(ascending=False, kind="stable")


def loss(task: str, truth: np.ndarray, answers: np.ndarray) -> float:
    return of_regression(truth, answers)["rmse"] if task == "regression" else log_loss(truth, answers)
