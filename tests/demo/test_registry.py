"""What the demo and tests read of a registered version."""

from __future__ import annotations

import io
import json
from typing import Any

from mlops_templates.demo.registry import newest_version

ARN = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/1"
EVALUATION = {
    "task": "binary",
    "binary_classification_metrics": {"auc": {"value": 0.9}, "confusion_matrix": {"0": {"0": 1}}},
    "slices": [{"name": "all"}],
    "quality_gate": {"metric": "auc", "value": 0.9},
}


class Aws:
    """A group of one version, and its evaluation."""

    def list_model_packages(self, **_: str) -> dict[str, Any]:
        return {"ModelPackageSummaryList": [{"ModelPackageArn": ARN}]}

    def describe_model_package(self, **_: str) -> dict[str, Any]:
        quality = {"Statistics": {"S3Uri": "s3://bucket/evaluation.json"}}
        return {"ModelPackageVersion": 1, "ModelMetrics": {"ModelQuality": quality}}

    def get_object(self, **_: str) -> dict[str, Any]:
        return {"Body": io.BytesIO(json.dumps(EVALUATION).encode())}


def test_the_figures_of_a_version_are_found_among_all_that_its_evaluation_says() -> None:
    version = newest_version(Aws(), Aws(), "churn")
    assert (version.arn, version.metrics) == (ARN, {"auc": 0.9})
