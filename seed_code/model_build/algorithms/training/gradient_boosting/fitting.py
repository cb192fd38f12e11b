"""Fit, score and save the classifier."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, roc_auc_score

from shared_libraries.tables import features_of, target_of

HANDLER = Path(__file__).with_name("inference.py")


@dataclass(frozen=True)
class Hyperparameters:
    learning_rate: float
    max_depth: int
    n_estimators: int
    subsample: float
    seed: int


def fit(table: pd.DataFrame, hyperparameters: Hyperparameters) -> GradientBoostingClassifier:
    """The same rows and hyperparameters give the same model."""
    model = GradientBoostingClassifier(
        learning_rate=hyperparameters.learning_rate,
        max_depth=hyperparameters.max_depth,
        n_estimators=hyperparameters.n_estimators,
        subsample=hyperparameters.subsample,
        random_state=hyperparameters.seed,
    )
    # Plain arrays: a request carries values without column names, and scikit-learn would warn about each one.
    return model.fit(features_of(table).to_numpy(), target_of(table).to_numpy())


def score(model: GradientBoostingClassifier, table: pd.DataFrame) -> dict[str, float]:
    probability = model.predict_proba(features_of(table).to_numpy())[:, 1]
    target = target_of(table)
    return {
        "accuracy": float(accuracy_score(target, probability >= 0.5)),
        "auc": float(roc_auc_score(target, probability)),
    }


def save(model: GradientBoostingClassifier, folder: Path) -> None:
    """Model and request handler in one folder: an endpoint needs no repacking of model.tar.gz."""
    (folder / "code").mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
    shutil.copyfile(HANDLER, folder / "code" / HANDLER.name)
