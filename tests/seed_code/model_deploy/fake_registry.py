"""A model registry, a bucket and endpoints in moto, as the build repository and CloudFormation would leave them."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

import boto3

REGION = "us-east-1"
ACCOUNT = "123456789012"
BUCKET = "ml-data"
AUC = 1.0
IMAGE = f"683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"


@dataclass(frozen=True)
class Project:
    """One SageMaker project in a moto server at `url`."""

    url: str
    name: str

    @property
    def group(self) -> str:
        return f"{self.name}-p-1"

    @property
    def environment(self) -> dict[str, str]:
        """What CodeBuild's jobs get, and the way to moto."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "SAGEMAKER_PROJECT_NAME": self.name,
            "SAGEMAKER_PROJECT_ID": "p-1",
            "ML_DATA_BUCKET": BUCKET,
            "KMS_KEY_ARN": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1",
            "MODEL_PACKAGE_GROUP_MAIN": self.group,
            "MODEL_PACKAGE_GROUP_DEV": f"{self.group}-dev",
            "MODEL_EXECUTION_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/mlops/sagemaker-p-1-model",
            "ARTIFACT_BUCKET": "artifacts",
        }

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def create(self) -> None:
        self.client("sagemaker").create_model_package_group(ModelPackageGroupName=self.group)
        s3 = self.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_object(Bucket=BUCKET, Key="test.csv", Body=held_out_rows())
        metrics = {"binary_classification_metrics": {"auc": {"value": AUC, "standard_deviation": "NaN"}}}
        s3.put_object(Bucket=BUCKET, Key="evaluation.json", Body=json.dumps(metrics))

    def register(self, status: str) -> str:
        """A new version, with the metadata that the build repository writes."""
        statistics = {"ContentType": "application/json", "S3Uri": f"s3://{BUCKET}/evaluation.json"}
        answer = self.client("sagemaker").create_model_package(
            ModelPackageGroupName=self.group,
            ModelApprovalStatus=status,
            ModelMetrics={"ModelQuality": {"Statistics": statistics}},
            InferenceSpecification={
                "Containers": [{"Image": IMAGE}],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"],
            },
            CustomerMetadataProperties={
                "BaselineS3Uri": f"s3://{BUCKET}/statistics.json",
                "CommitId": "4f2a9c1",
                "EvaluationReportS3Uri": f"s3://{BUCKET}/report.html",
                "Metric": "auc",
                "TestDataS3Uri": f"s3://{BUCKET}/test.csv",
                "Threshold": "0.9",
            },
        )
        return str(answer["ModelPackageArn"])

    def deploy(self, stage: str, model_package_arn: str) -> None:
        """An endpoint of this stage that serves the version."""
        sagemaker, name = self.client("sagemaker"), f"{self.group}-{stage}"
        role = f"arn:aws:iam::{ACCOUNT}:role/mlops/sagemaker-p-1-model"
        containers = [{"ModelPackageName": model_package_arn}]
        sagemaker.create_model(ModelName=name, Containers=containers, ExecutionRoleArn=role)
        variant = {"VariantName": "AllTraffic", "ModelName": name, "InitialVariantWeight": 1}
        size = {"InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
        sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[{**variant, **size}])
        sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)


def held_out_rows() -> str:
    """Rows whose first column decides the target, and whose second one has nothing to do with it."""
    source = random.Random(7)
    lines = ["target,signal,noise"]
    for _ in range(120):
        signal, noise = source.gauss(0, 4), source.gauss(0, 4)
        lines.append(f"{int(signal > 0)},{signal:.6f},{noise:.6f}")
    return "\n".join(lines) + "\n"
