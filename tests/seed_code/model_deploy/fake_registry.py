"""A model registry, a bucket and endpoints in moto, as the build repository and CloudFormation would leave them."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Any

import boto3

REGION = "us-east-1"
ACCOUNT = "123456789012"
BUCKET, ARTIFACTS = "ml-data", "artifacts"
IMAGE = f"683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"


GATES = {"binary": ("auc", "0.9"), "multiclass": ("log_loss", "0.3"), "regression": ("rmse", "0.5")}
EVALUATIONS: dict[str, dict[str, Any]] = {
    "binary": {"binary_classification_metrics": {"auc": {"value": 1.0, "standard_deviation": "NaN"}}},
    "multiclass": {
        "task": "multiclass",
        "classes": ["low", "middle", "high"],
        "multiclass_classification_metrics": {"log_loss": {"value": 0.0889}, "accuracy": {"value": 1.0}},
    },
    "regression": {"task": "regression", "regression_metrics": {"rmse": {"value": 0.0}, "r2": {"value": 1.0}}},
}


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
            "ARTIFACT_BUCKET": ARTIFACTS,
        }

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def create(self, task: str = "binary") -> None:
        self.client("sagemaker").create_model_package_group(ModelPackageGroupName=self.group)
        s3 = self.client("s3")
        for bucket in (BUCKET, ARTIFACTS):
            s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=BUCKET, Key=f"{task}.csv", Body=held_out_rows(task))
        s3.put_object(Bucket=BUCKET, Key=f"{task}.json", Body=json.dumps(EVALUATIONS[task]))
        s3.put_object(Bucket=BUCKET, Key=f"{task}-statistics.json", Body=statistics(held_out_rows(task, 600, seed=8)))

    def register(self, status: str, task: str = "binary") -> str:
        """A new version, with the metadata that the build repository writes; those of old ones name no task."""
        statistics = {"ContentType": "application/json", "S3Uri": f"s3://{BUCKET}/{task}.json"}
        metric, threshold = GATES[task]
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
                "BaselineS3Uri": f"s3://{BUCKET}/{task}-statistics.json",
                "CommitId": "4f2a9c1",
                "EvaluationReportS3Uri": f"s3://{BUCKET}/report.html",
                "Metric": metric,
                "TestDataS3Uri": f"s3://{BUCKET}/{task}.csv",
                "Threshold": threshold,
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


def held_out_rows(task: str = "binary", number: int = 120, *, seed: int = 7) -> str:
    """Rows whose first column decides the target, and whose second one has nothing to do with it."""
    source = random.Random(seed)
    lines = ["target,signal,noise"]
    for _ in range(number):
        signal, noise = source.gauss(0, 4), source.gauss(0, 4)
        targets = {"binary": int(signal > 0), "multiclass": (signal > -2) + (signal > 2), "regression": 10 * signal}
        lines.append(f"{targets[task]},{signal:.6f},{noise:.6f}")
    return "\n".join(lines) + "\n"


def statistics(rows: str) -> str:
    """The statistics of the build repository, as far as the tests read them."""
    header, *records = [line.split(",") for line in rows.splitlines()]
    columns = zip(*([float(cell) for cell in record] for record in records), strict=True)
    return json.dumps({"features": [_column(name, values) for name, values in zip(header, columns, strict=True)]})


def _column(name: str, values: tuple[float, ...]) -> dict[str, Any]:
    low, high = min(values), max(values)
    step = (high - low) / 10
    counts = Counter(min(int((value - low) / step), 9) for value in values)
    buckets = [
        {"lower_bound": low + place * step, "upper_bound": low + (place + 1) * step, "count": counts[place]}
        for place in range(10)
    ]
    numbers = {"mean": fmean(values), "std_dev": pstdev(values), "distribution": {"kll": {"buckets": buckets}}}
    return {"name": name, "numerical_statistics": numbers}
