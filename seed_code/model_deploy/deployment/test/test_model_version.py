from typing import Any

import pytest

from deployment import model_version
from deployment.errors import DeploymentError
from deployment.model_version import ModelVersion
from deployment.test.examples import EVALUATION, GROUP_ARN, METADATA, evaluation_body, stubbed

ARN = f"{GROUP_ARN}/4"


def describe(
    metadata: dict[str, str] = METADATA, evaluation: dict[str, Any] = EVALUATION, image: str = ""
) -> ModelVersion:
    sagemaker, registry = stubbed("sagemaker")
    package: dict[str, Any] = {
        "ModelPackageName": "churn-p-1",
        "ModelPackageArn": ARN,
        "ModelPackageVersion": 4,
        "CreationTime": "2026-01-01T00:00:00Z",
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": []},
        "CustomerMetadataProperties": metadata,
        "ModelMetrics": {
            "ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": "s3://data/e.json"}}
        },
    }
    if image:
        types = {"SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}
        package["InferenceSpecification"] = {"Containers": [{"Image": image}], **types}
    registry.add_response("describe_model_package", package, {"ModelPackageName": ARN})
    s3, bucket = stubbed("s3")
    bucket.add_response("get_object", evaluation_body(evaluation), {"Bucket": "data", "Key": "e.json"})
    return model_version.describe(sagemaker, s3, ARN)


def test_the_registered_metric_is_read_from_the_evaluation() -> None:
    version = describe()
    assert (version.version, version.metric, version.metric_value, version.threshold) == (4, "auc", 0.98, 0.9)


def test_baseline_and_image_are_known_where_the_registry_knows_them() -> None:
    version = describe({**METADATA, "BaselineS3Uri": "s3://data/statistics.json"}, image="registry/sklearn:1")
    assert (version.baseline_s3_uri, version.image_uri) == ("s3://data/statistics.json", "registry/sklearn:1")
    assert (describe().baseline_s3_uri, describe().image_uri) == ("", "")


def test_the_task_is_that_of_the_metadata_or_of_the_evaluation_and_else_binary() -> None:
    several = {**EVALUATION, "task": "multiclass", "classes": ["low", "high"]}
    assert (describe().task, describe().classes) == ("binary", ())
    assert (describe(evaluation=several).task, describe(evaluation=several).classes) == ("multiclass", ("low", "high"))
    assert describe({**METADATA, "Task": "regression"}, several).task == "regression"


def test_an_unknown_task_is_refused() -> None:
    with pytest.raises(DeploymentError, match="has the task 'ranking', the tests know binary, multiclass, regression"):
        describe({**METADATA, "Task": "ranking"})


def test_metrics_without_a_number_are_left_out() -> None:
    entries = {"auc": {"value": 0.98}, "confusion_matrix": {"0": {"0": 1}}}
    assert describe(evaluation={"binary_classification_metrics": entries}).metrics == {"auc": 0.98}


def test_all_missing_metadata_is_named_at_once() -> None:
    with pytest.raises(DeploymentError, match="has no Metric, TestDataS3Uri in its metadata"):
        describe(metadata={key: METADATA[key] for key in ("CommitId", "EvaluationReportS3Uri", "Threshold")})


def test_a_metric_that_was_not_evaluated_is_refused() -> None:
    with pytest.raises(DeploymentError, match="names the metric 'f1', but its evaluation holds auc"):
        describe(metadata={**METADATA, "Metric": "f1"})


def test_a_threshold_that_is_no_number_is_refused() -> None:
    with pytest.raises(DeploymentError, match="has the Threshold 'high', which is not a number"):
        describe(metadata={**METADATA, "Threshold": "high"})


@pytest.mark.parametrize("uri", ["data/test.csv", "s3://data", "s3:///test.csv"])
def test_an_address_that_is_no_s3_object_is_refused(uri: str) -> None:
    with pytest.raises(DeploymentError, match="is not the address of an S3 object"):
        model_version.split_s3_uri(uri)
