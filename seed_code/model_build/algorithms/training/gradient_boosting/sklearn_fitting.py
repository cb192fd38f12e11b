"""Fit and save the trees."""

from collections.abc import Mapping
from pathlib import Path

import joblib
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

Trees = GradientBoostingClassifier | GradientBoostingRegressor


def fit(rows: np.ndarray, target: np.ndarray, task: str, hyperparameters: Mapping[str, float], seed: int) -> Trees:
    """The same rows and hyperparameters give the same model."""
    kind = GradientBoostingRegressor if task == "regression" else GradientBoostingClassifier
    return kind(**hyperparameters, random_state=seed).fit(rows, target)


def save(model: Trees, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
