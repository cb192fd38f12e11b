"""How an endpoint loads the trees and asks them: travels in model.tar.gz as code/prediction.py and stands alone."""

from pathlib import Path
from typing import Any

import joblib
import numpy as np


def load(model_dir: Path) -> Any:
    return joblib.load(model_dir / "model.joblib")


def predict(model: Any, rows: np.ndarray, task: str) -> np.ndarray:
    """Binary: probability of the positive class; multiclass: one of each class; regression: the value."""
    if task == "regression":
        return model.predict(rows)
    probability = model.predict_proba(rows)
    return probability[:, 1] if task == "binary" else probability
