"""What the model registry says of the project's newest version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlops_templates.errors import MlopsTemplatesError


@dataclass(frozen=True)
class Version:
    """A registered model version with the facts that its build left."""

    arn: str
    number: int
    metrics: dict[str, float]
    facts: dict[str, str]


def newest_version(sagemaker: Any, s3: Any, group: str) -> Version:
    """The newest version of a model package group, with its evaluation metrics.

    Raises:
        MlopsTemplatesError: the group has no version.
    """
    listed = sagemaker.list_model_packages(ModelPackageGroupName=group, SortBy="CreationTime", SortOrder="Descending")
    if not listed["ModelPackageSummaryList"]:
        raise MlopsTemplatesError(f"the build registered no model in {group}")
    arn = listed["ModelPackageSummaryList"][0]["ModelPackageArn"]
    package = sagemaker.describe_model_package(ModelPackageName=arn)
    evaluation = json.loads(read(s3, package["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"]))
    return Version(
        arn, package["ModelPackageVersion"], _metrics(evaluation), dict(package.get("CustomerMetadataProperties", {}))
    )


def _metrics(evaluation: dict[str, Any]) -> dict[str, float]:
    """The single figures of a SageMaker metrics file, whatever the kind of task."""
    return {
        name: float(metric["value"])
        for kind in evaluation.values()
        if isinstance(kind, dict)
        for name, metric in kind.items()
        if isinstance(metric, dict) and isinstance(metric.get("value"), int | float)
    }


def approve(sagemaker: Any, version: Version, words: str) -> None:
    """Say yes to a version, as the lead data scientist would."""
    sagemaker.update_model_package(
        ModelPackageArn=version.arn, ModelApprovalStatus="Approved", ApprovalDescription=words
    )


def read(s3: Any, uri: str) -> bytes:
    """The bytes behind an `s3://` address."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())


def save_report(s3: Any, version: Version, folder: Path) -> Path:
    """Put the evaluation report where a browser can open it."""
    path = folder / "evaluation-report.html"
    path.write_bytes(read(s3, version.facts["EvaluationReportS3Uri"]))
    return path
