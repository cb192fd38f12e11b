"""What the held-out rows say about a model."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix, precision_recall_curve, roc_auc_score, roc_curve

from served_model import Model
from shared_libraries.tables import features_of, target_of

METRICS = ("accuracy", "auc", "f1", "precision", "recall")
DECISION = 0.5  # a probability from here on counts as the positive class
SHUFFLES = 5
SWEEP = np.linspace(0.05, 0.95, 37)


@dataclass(frozen=True)
class Evaluation:
    target_name: str
    target: np.ndarray
    probability: np.ndarray
    metrics: dict[str, float]
    confusion: np.ndarray  # rows: actual 0 and 1, columns: predicted 0 and 1
    roc: tuple[np.ndarray, np.ndarray]  # false and true positive rates
    precision_recall: tuple[np.ndarray, np.ndarray]
    importance: pd.Series  # most important feature first
    sweep: pd.DataFrame  # precision, recall and f1 by decision threshold


def evaluate(model: Model, table: pd.DataFrame, seed: int) -> Evaluation:
    target, features = target_of(table), features_of(table)
    truth, probability = target.to_numpy(), model(features.to_numpy(dtype=float))
    false_positive, true_positive, _ = roc_curve(truth, probability)
    precision, recall, _ = precision_recall_curve(truth, probability)
    return Evaluation(
        target_name=str(target.name),
        target=truth,
        probability=probability,
        metrics=metrics_at(truth, probability, DECISION) | {"auc": float(roc_auc_score(truth, probability))},
        confusion=confusion_matrix(truth, probability >= DECISION, labels=[0, 1]),
        roc=(false_positive, true_positive),
        precision_recall=(precision, recall),
        importance=importance_of(model, features, truth, seed),
        sweep=pd.DataFrame([metrics_at(truth, probability, decision) for decision in SWEEP], index=SWEEP),
    )


def metrics_at(truth: np.ndarray, probability: np.ndarray, decision: float) -> dict[str, float]:
    predicted, actual = probability >= decision, truth == 1
    hits, alarms, positives = int((predicted & actual).sum()), int(predicted.sum()), int(actual.sum())
    return {
        "accuracy": float((predicted == actual).mean()),
        "f1": 2 * hits / (alarms + positives) if alarms + positives else 0.0,
        "precision": hits / alarms if alarms else 0.0,
        "recall": hits / positives if positives else 0.0,
    }


def importance_of(model: Model, features: pd.DataFrame, truth: np.ndarray, seed: int) -> pd.Series:
    """How much the log loss grows when one column is shuffled: works for any model."""
    generator = np.random.default_rng(seed)
    values = features.to_numpy(dtype=float)
    usual = log_loss(truth, model(values))
    growth = {}
    for position, name in enumerate(features.columns):
        shuffled = np.repeat(values[np.newaxis], SHUFFLES, axis=0)
        for copy in shuffled:
            generator.shuffle(copy[:, position])
        answers = model(shuffled.reshape(-1, values.shape[1])).reshape(SHUFFLES, -1)
        growth[name] = float(np.mean([log_loss(truth, answer) for answer in answers]) - usual)
    return pd.Series(growth).sort_values(ascending=False)


def log_loss(truth: np.ndarray, probability: np.ndarray) -> float:
    """That of scikit-learn, without its checks: they take longer than the model, and there are many calls."""
    given = np.where(truth == 1, probability, 1 - probability)
    return float(-np.log(np.clip(given, np.finfo(float).eps, 1)).mean())


def judge(evaluation: Evaluation, metric: str, threshold: float) -> dict[str, Any]:
    """The verdict of the quality gate, with the sentence that people read when it is missed."""
    value = evaluation.metrics[metric]
    passed = value >= threshold
    message = f"{metric} is {value:.4f}, threshold {threshold:g}: " + (
        "reached" if passed else f"missed by {threshold - value:.4f}"
    )
    return {"metric": metric, "value": value, "threshold": threshold, "passed": passed, "message": message}


def registry_metrics(evaluation: Evaluation) -> dict[str, Any]:
    """The metrics file that SageMaker's model registry and Studio read."""
    figures: dict[str, Any] = {
        name: {"value": evaluation.metrics[name], "standard_deviation": "NaN"} for name in METRICS
    }
    (true_negative, false_positive), (false_negative, true_positive) = evaluation.confusion.tolist()
    figures["confusion_matrix"] = {
        "0": {"0": true_negative, "1": false_positive},
        "1": {"0": false_negative, "1": true_positive},
    }
    figures["receiver_operating_characteristic_curve"] = {
        "false_positive_rates": evaluation.roc[0].tolist(),
        "true_positive_rates": evaluation.roc[1].tolist(),
    }
    figures["precision_recall_curve"] = {
        "precisions": evaluation.precision_recall[0].tolist(),
        "recalls": evaluation.precision_recall[1].tolist(),
    }
    return {"binary_classification_metrics": figures}
