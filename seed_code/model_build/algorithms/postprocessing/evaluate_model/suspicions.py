"""What people should look at before they trust good figures."""

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

ALONE = 0.995


def suspicions_of(task: str, features: pd.DataFrame, truth: np.ndarray) -> tuple[str, ...]:
    """One sentence for each column that nearly tells the target alone: often it is known only afterwards."""
    found = ((str(name), strength(task, features[name].to_numpy(), truth)) for name in features)
    return tuple(
        f"{name} alone nearly tells the target ({value:.4f} of 1): is it known when the model is asked?"
        for name, value in found
        if value >= ALONE
    )


def strength(task: str, column: np.ndarray, truth: np.ndarray) -> float:
    """1 for a column that sorts the rows as the target does: area under the curve of the worst class, or of ranks."""
    if len(np.unique(column)) < 2:
        return 0.0
    if task == "regression":
        ranks = pd.DataFrame({"column": column, "truth": truth}).rank()
        return abs(float(ranks["column"].corr(ranks["truth"])))
    areas = [roc_auc_score(truth == code, column) for code in np.unique(truth)]
    return float(min(max(area, 1 - area) for area in areas))
