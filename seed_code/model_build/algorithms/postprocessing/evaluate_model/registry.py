"""The metrics file that SageMaker's model registry and Studio read, and the model card."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix, precision_recall_curve, roc_curve

from evaluation import Evaluation
from shared_libraries.tasks import DECISION

SECTIONS = {
    "binary": "binary_classification_metrics",
    "multiclass": "multiclass_classification_metrics",
    "regression": "regression_metrics",
}
PROBLEMS = {"binary": "Binary Classification", "multiclass": "Multiclass Classification", "regression": "Regression"}


def registry_document(evaluation: Evaluation, verdict: Mapping[str, Any]) -> dict[str, Any]:
    figures: dict[str, Any] = {
        name: {"value": value, "standard_deviation": "NaN"} for name, value in evaluation.metrics.items()
    }
    if evaluation.task != "regression":
        figures["confusion_matrix"] = confusion_of(evaluation)
    if evaluation.task == "binary":
        figures |= curves_of(evaluation)
    document = {
        "task": evaluation.task,
        "classes": list(evaluation.classes),
        "metrics": dict(evaluation.metrics),
        SECTIONS[evaluation.task]: figures,
        "feature_importance": {str(name): float(value) for name, value in evaluation.importance.items()},
        "slices": [vars(part) for part in evaluation.slices],
        "suspicions": list(evaluation.suspicions),
        "quality_gate": dict(verdict),
    }
    return document | ({"serving_model": evaluation.serving} if evaluation.serving else {})


def predicted_classes(evaluation: Evaluation) -> np.ndarray:
    answers = evaluation.answers
    return (answers >= DECISION).astype(int) if evaluation.task == "binary" else answers.argmax(axis=1)


def confusion_counts(evaluation: Evaluation) -> np.ndarray:
    """Rows: actual classes, columns: predicted classes."""
    codes = list(range(len(evaluation.classes)))
    return confusion_matrix(evaluation.truth, predicted_classes(evaluation), labels=codes)


def confusion_of(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    counts = confusion_counts(evaluation).tolist()
    return {str(actual): {str(code): count for code, count in enumerate(row)} for actual, row in enumerate(counts)}


def curves_of(evaluation: Evaluation) -> dict[str, Any]:
    false_positive, true_positive, _ = roc_curve(evaluation.truth, evaluation.answers)
    precision, recall, _ = precision_recall_curve(evaluation.truth, evaluation.answers)
    return {
        "receiver_operating_characteristic_curve": {
            "false_positive_rates": false_positive.tolist(),
            "true_positive_rates": true_positive.tolist(),
        },
        "precision_recall_curve": {"precisions": precision.tolist(), "recalls": recall.tolist()},
    }


def model_card(evaluation: Evaluation, verdict: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a SageMaker model card, as far as an evaluation knows it; people add purpose and limits."""
    top = ", ".join(str(name) for name in evaluation.importance.index[:5])
    numbers = [{"name": name, "type": "number", "value": value} for name, value in evaluation.metrics.items()]
    return {
        "model_overview": {
            "problem_type": PROBLEMS[evaluation.task],
            "model_description": f"Predicts {evaluation.target_name} from {len(evaluation.importance)} features.",
        },
        "evaluation_details": [
            {
                "name": "held-out rows",
                "evaluation_observation": f"{verdict['message']}. Most important features: {top}.",
                "metric_groups": [{"name": "quality", "metric_data": numbers}],
                "metadata": {"rows": str(len(evaluation.truth)), "gate": "passed" if verdict["passed"] else "missed"},
            }
        ],
        "additional_information": {"caveats_and_recommendations": " ".join(evaluation.suspicions)},
    }
