"""Values and stubbed AWS clients that the unit tests share."""

import io
import json
from typing import Any

import boto3
from botocore.response import StreamingBody
from botocore.stub import Stubber

from deployment.model_version import ModelVersion
from deployment.project import from_environment

GROUP_ARN = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn-p-1"
ENVIRONMENT = {
    "SAGEMAKER_PROJECT_NAME": "churn",
    "SAGEMAKER_PROJECT_ID": "p-1",
    "MODEL_PACKAGE_GROUP_MAIN": "churn-p-1",
    "MODEL_EXECUTION_ROLE_ARN": "arn:aws:iam::111122223333:role/mlops/sagemaker-p-1-model",
    "KMS_KEY_ARN": "arn:aws:kms:eu-west-1:111122223333:key/1",
    "ML_DATA_BUCKET": "sagemaker-p-1-ml-data-111122223333",
}
ACCOUNTS = {"PHASE": "reliable", "STAGING_ACCOUNT_ID": "444455556666", "PRODUCTION_ACCOUNT_ID": "777788889999"}
PROJECT = from_environment(ENVIRONMENT)
GUARDED_PROJECT = from_environment({**ENVIRONMENT, **ACCOUNTS})
METADATA = {
    "CommitId": "4f2a9c1",
    "EvaluationReportS3Uri": "s3://data/report.html",
    "Metric": "auc",
    "TestDataS3Uri": "s3://data/test.csv",
    "Threshold": "0.9",
}
EVALUATION = {"binary_classification_metrics": {"auc": {"value": 0.98, "standard_deviation": "NaN"}}}


def model_version(version: int = 4, metric_value: float = 0.98, **facts: Any) -> ModelVersion:
    known: dict[str, Any] = {
        "model_package_arn": f"{GROUP_ARN}/{version}",
        "version": version,
        "metric": "auc",
        "metric_value": metric_value,
        "threshold": 0.9,
        "metrics": {"auc": metric_value},
        "commit_id": "4f2a9c1",
        "build_id": "2026-01-01-4f2a9c1",
        "pipeline_execution_arn": "",
        "test_data_s3_uri": "s3://data/test.csv",
        "evaluation_report_s3_uri": "s3://data/report.html",
        "baseline_s3_uri": "s3://data/statistics.json",
        "image_uri": "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3",
    }
    return ModelVersion(**{**known, **facts})


def stubbed(service: str) -> tuple[Any, Stubber]:
    """A client that never leaves this process, and the stubber that answers for it."""
    client = boto3.client(
        service, region_name="eu-west-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    stubber = Stubber(client)
    stubber.activate()
    return client, stubber


def evaluation_body(document: dict[str, Any]) -> dict[str, StreamingBody]:
    content = json.dumps(document).encode()
    return {"Body": StreamingBody(io.BytesIO(content), len(content))}
