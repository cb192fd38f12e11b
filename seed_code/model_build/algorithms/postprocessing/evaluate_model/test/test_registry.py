import json

import numpy as np
import pytest

from evaluation import evaluate
from registry import model_card, registry_document
from verdict import judge

ANSWERS = {
    "binary": lambda data: 1 / (1 + np.exp(-data[:, 0])),
    "multiclass": lambda data: np.eye(3)[np.digitize(data[:, 0], [-0.5, 0.5])] * 0.7 + 0.1,
    "regression": lambda data: 30 * data[:, 0],
}
METRIC = {"binary": "auc", "multiclass": "accuracy", "regression": "rmse"}


@pytest.fixture(params=ANSWERS)
def judged(request, asked, rows):
    task = request.param
    found = evaluate(asked(task, ANSWERS[task]), rows(task), METRIC[task], 1)
    return found, judge(found.metrics, METRIC[task], 0.5)


def test_the_registry_gets_every_metric_of_the_task_with_its_value(judged):
    evaluation, verdict = judged
    document = json.loads(json.dumps(registry_document(evaluation, verdict)))
    section = {"regression": "regression"}.get(evaluation.task, f"{evaluation.task}_classification")
    for name, value in evaluation.metrics.items():
        assert document[f"{section}_metrics"][name] == {"value": value, "standard_deviation": "NaN"}
    assert document["metrics"] == evaluation.metrics
    assert (document["task"], document["quality_gate"]) == (evaluation.task, verdict)
    assert tuple(document["classes"]) == evaluation.classes


def test_the_confusion_matrix_counts_every_row_by_class(judged):
    evaluation, verdict = judged
    document = registry_document(evaluation, verdict)
    if evaluation.task == "regression":
        assert "confusion_matrix" not in document["regression_metrics"]
        return
    counts = document[f"{evaluation.task}_classification_metrics"]["confusion_matrix"]
    for code in range(len(evaluation.classes)):
        assert sum(counts[str(code)].values()) == (evaluation.truth == code).sum()


def test_the_card_says_what_was_predicted_how_well_and_from_what(judged):
    evaluation, verdict = judged
    card = json.loads(json.dumps(model_card(evaluation, verdict)))
    details = card["evaluation_details"][0]
    assert card["model_overview"]["model_description"] == "Predicts y from 3 features."
    assert details["evaluation_observation"].startswith(f"{verdict['message']}. Most important features: signal,")
    numbers = {number["name"]: number["value"] for number in details["metric_groups"][0]["metric_data"]}
    assert numbers == evaluation.metrics
