"""How an endpoint loads the trees and asks them: travels in model.tar.gz as code/prediction.py and stands alone."""

from pathlib import Path

import numpy as np
import xgboost


def load(model_dir: Path) -> xgboost.Booster:
    # One thread: requests are small, and the server has a process for each processor.
    return xgboost.Booster({"nthread": 1}, model_file=model_dir / "model.ubj")


def predict(model: xgboost.Booster, rows: np.ndarray, task: str) -> np.ndarray:
    """Binary: probability of the positive class; multiclass: one of each class; regression: the value."""
    return model.predict(xgboost.DMatrix(rows, nthread=1))
