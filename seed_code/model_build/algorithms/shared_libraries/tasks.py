"""What a model may be asked to do, and the metrics that say how well it does it.

The answers of a model: binary, the probability of class 1 for each row; multiclass, a row with the probability of each
class; regression, the value.
"""

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

METRICS = {
    "binary": ("accuracy", "auc", "f1", "precision", "recall"),
    "multiclass": ("accuracy", "f1_macro", "log_loss"),
    "regression": ("mae", "rmse", "r2"),
}
TASKS = tuple(METRICS)
ERRORS = frozenset({"log_loss", "mae", "rmse"})  # the smaller the better; of all other metrics the larger
DECISION = 0.5  # a probability from here on counts as class 1


def scores(task: str, truth: np.ndarray, answers: np.ndarray) -> dict[str, float]:
    """Every metric of the task, in the order of METRICS."""
    found = {"binary": of_binary, "multiclass": of_multiclass, "regression": of_regression}[task](truth, answers)
    return {name: float(found[name]) for name in METRICS[task]}


def of_binary(truth: np.ndarray, answers: np.ndarray) -> dict[str, float]:
    return metrics_at(truth, answers, DECISION) | {"auc": roc_auc_score(truth, answers)}


def metrics_at(truth: np.ndarray, answers: np.ndarray, decision: float) -> dict[str, float]:
    predicted, actual = answers >= decision, truth == 1
    hits, alarms, positives = int((predicted & actual).sum()), int(predicted.sum()), int(actual.sum())
    return {
        "accuracy": float((predicted == actual).mean()),
        "f1": 2 * hits / (alarms + positives) if alarms + positives else 0.0,
        "precision": hits / alarms if alarms else 0.0,
        "recall": hits / positives if positives else 0.0,
    }


def of_multiclass(truth: np.ndarray, answers: np.ndarray) -> dict[str, float]:
    predicted = answers.argmax(axis=1)
    return {
        "accuracy": (predicted == truth).mean(),
        "f1_macro": f1_score(truth, predicted, labels=range(answers.shape[1]), average="macro", zero_division=0),
        "log_loss": log_loss(truth, answers),
    }


def of_regression(truth: np.ndarray, answers: np.ndarray) -> dict[str, float]:
    missed = answers - truth
    spread = ((truth - truth.mean()) ** 2).sum()
    return {
        "mae": np.abs(missed).mean(),
        "rmse": np.sqrt((missed**2).mean()),
        "r2": 1 - (missed**2).sum() / spread if spread else 0.0,
    }


def log_loss(truth: np.ndarray, answers: np.ndarray) -> float:
    """That of scikit-learn, without its checks: they take longer than the model where there are many calls."""
    given = np.where(truth == 1, answers, 1 - answers) if answers.ndim == 1 else answers[np.arange(len(truth)), truth]
    return float(-np.log(np.clip(given, np.finfo(float).eps, 1)).mean())
