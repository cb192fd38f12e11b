"""One version of the model in the registry, with the facts an approver and the tests need."""

import json
from dataclasses import dataclass
from typing import Any

from deployment.errors import DeploymentError

REQUIRED_METADATA = ("CommitId", "EvaluationReportS3Uri", "Metric", "TestDataS3Uri", "Threshold")
BINARY = "binary"
TASKS = (BINARY, "multiclass", "regression")


@dataclass(frozen=True)
class ModelVersion:
    """A registered version: which one, how good, made from what."""

    model_package_arn: str
    version: int
    metric: str
    metric_value: float
    threshold: float
    metrics: dict[str, float]
    commit_id: str
    build_id: str
    pipeline_execution_arn: str
    test_data_s3_uri: str
    evaluation_report_s3_uri: str
    baseline_s3_uri: str
    image_uri: str
    task: str = BINARY
    classes: tuple[str, ...] = ()


def describe(sagemaker: Any, s3: Any, model_package_arn: str) -> ModelVersion:
    """The version's facts, from its registry entry and its evaluation file."""
    package = sagemaker.describe_model_package(ModelPackageName=model_package_arn)
    metadata = package.get("CustomerMetadataProperties", {})
    missing = [key for key in REQUIRED_METADATA if not metadata.get(key)]
    if missing:
        raise DeploymentError(
            f"{model_package_arn} has no {', '.join(missing)} in its metadata: approve a version that the build "
            "repository's pipeline has registered, or register this one again with them."
        )
    evaluation = _read_evaluation(s3, model_package_arn, package)
    metrics = _metrics(evaluation)
    return ModelVersion(
        model_package_arn=model_package_arn,
        version=package["ModelPackageVersion"],
        metric=metadata["Metric"],
        metric_value=_value_of(metadata["Metric"], metrics, model_package_arn),
        threshold=_number(metadata["Threshold"], model_package_arn),
        metrics=metrics,
        commit_id=metadata["CommitId"],
        build_id=metadata.get("BuildId", ""),
        pipeline_execution_arn=metadata.get("PipelineExecutionArn", ""),
        test_data_s3_uri=metadata["TestDataS3Uri"],
        evaluation_report_s3_uri=metadata["EvaluationReportS3Uri"],
        baseline_s3_uri=metadata.get("BaselineS3Uri", ""),
        image_uri=_image(package),
        task=_task(metadata.get("Task") or evaluation.get("task") or BINARY, model_package_arn),
        classes=tuple(str(name) for name in evaluation.get("classes", ())),
    )


def version_in(model_package_arn: str) -> int:
    """The version number that a model package ARN ends in."""
    return int(model_package_arn.rsplit("/", 1)[1])


def split_s3_uri(uri: str) -> tuple[str, str]:
    """Bucket and key of an s3:// address."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not bucket or not key:
        raise DeploymentError(f"'{uri}' is not the address of an S3 object: expected s3://bucket/key.")
    return bucket, key


def _image(package: dict[str, Any]) -> str:
    containers = package.get("InferenceSpecification", {}).get("Containers", [])
    return str(containers[0]["Image"]) if containers else ""


def _read_evaluation(s3: Any, model_package_arn: str, package: dict[str, Any]) -> dict[str, Any]:
    uri = package.get("ModelMetrics", {}).get("ModelQuality", {}).get("Statistics", {}).get("S3Uri")
    if not uri:
        raise DeploymentError(f"{model_package_arn} was registered without ModelQuality statistics: register it again.")
    bucket, key = split_s3_uri(uri)
    return dict(json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()))


def _metrics(document: dict[str, Any]) -> dict[str, float]:
    groups = [group for name, group in sorted(document.items()) if name.endswith("_metrics")]
    entries = {name: entry for group in groups for name, entry in sorted(group.items()) if isinstance(entry, dict)}
    values = {name: entry.get("value") for name, entry in entries.items()}
    return {name: float(value) for name, value in values.items() if isinstance(value, int | float)}


def _task(name: str, model_package_arn: str) -> str:
    if name not in TASKS:
        raise DeploymentError(
            f"{model_package_arn} has the task '{name}', the tests know {', '.join(TASKS)}: register it with one of "
            "them, or add a file for it to acceptance/tasks/."
        )
    return name


def _value_of(metric: str, metrics: dict[str, float], model_package_arn: str) -> float:
    if metric not in metrics:
        known = ", ".join(metrics) or "no metric"
        raise DeploymentError(f"{model_package_arn} names the metric '{metric}', but its evaluation holds {known}.")
    return metrics[metric]


def _number(text: str, model_package_arn: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise DeploymentError(f"{model_package_arn} has the Threshold '{text}', which is not a number.") from None
