"""A project on the embedded AWS with one approved version, deployed for batch inference."""

from __future__ import annotations

import csv
import io
import json
import random
import tarfile
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, pstdev
from typing import Any

from mlops_templates.localaws.testing import LocalAccount

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"
BUCKET = "sagemaker-p-1-ml-data"
GROUP = "churn-p-1"
# Scores a row by its first feature; the second has nothing to do with the target.
HANDLER = """
import math
def model_fn(folder):
    return None
def input_fn(body, content_type):
    text = body if isinstance(body, str) else body.decode()
    return [[float(cell) for cell in line.split(",")] for line in text.splitlines()]
def predict_fn(rows, model):
    return [1 / (1 + math.exp(SIGN * row[0])) for row in rows]
def output_fn(scores, accept):
    return "\\n".join(map(repr, scores)), "text/csv"
"""


@dataclass(frozen=True)
class BatchProject:
    """What the seed is told of the project, and short ways to act in its account."""

    account: LocalAccount
    role: str
    key: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            **self.account.environment,
            "DEPLOYMENT": "batch",
            "SAGEMAKER_PROJECT_NAME": "churn",
            "SAGEMAKER_PROJECT_ID": "p-1",
            "ML_DATA_BUCKET": BUCKET,
            "KMS_KEY_ARN": self.key,
            "MODEL_PACKAGE_GROUP_MAIN": GROUP,
            "MODEL_PACKAGE_GROUP_DEV": f"{GROUP}-dev",
            "MODEL_EXECUTION_ROLE_ARN": self.role,
        }

    def put(self, key: str, body: str | bytes) -> str:
        self.account.client("s3").put_object(Bucket=BUCKET, Key=key, Body=body)
        return f"s3://{BUCKET}/{key}"

    def register(self, sign: str = "-") -> str:
        """An approved version; with the sign + it takes good rows for bad ones."""
        metrics = {"binary_classification_metrics": {"auc": {"value": 1.0, "standard_deviation": "NaN"}}}
        evaluation = self.put("evaluation.json", json.dumps(metrics))
        data = self.put("model.tar.gz", archive({"code/inference.py": HANDLER.replace("SIGN", f"{sign}1")}))
        answer = self.account.client("sagemaker").create_model_package(
            ModelPackageGroupName=GROUP,
            ModelApprovalStatus="Approved",
            InferenceSpecification={
                "Containers": [{"Image": IMAGE, "ModelDataUrl": data}],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"],
            },
            ModelMetrics={"ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": evaluation}}},
            CustomerMetadataProperties={
                "CommitId": "4f2a9c1",
                "EvaluationReportS3Uri": f"s3://{BUCKET}/report.html",
                "Metric": "auc",
                "TestDataS3Uri": self.put("test/test.csv", rows(120, 1)),
                "BaselineS3Uri": self.put("baseline/statistics.json", baseline(rows(400, 2))),
                "Threshold": "0.9",
            },
        )
        return str(answer["ModelPackageArn"])

    def deploy(self, rendered: Path, stage: str) -> Any:
        """The stack of a stage, as CodePipeline would make it."""
        configuration = json.loads((rendered / f"{stage}.json").read_text())
        return self.account.deploy(
            (rendered / "endpoint.yaml").read_text(),
            configuration["Parameters"],
            name=f"sagemaker-churn-p-1-deploy-{stage}",
            tags=configuration["Tags"],
        )


def new_project(account: LocalAccount) -> BatchProject:
    role = account.role("batch", trusts=[f"{name}.amazonaws.com" for name in ("sagemaker", "events", "scheduler")])
    key = account.client("kms").create_key()["KeyMetadata"]["Arn"]
    s3 = account.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration={"EventBridgeConfiguration": {}})
    account.client("sagemaker").create_model_package_group(ModelPackageGroupName=GROUP)
    return BatchProject(account, role, key)


def rows(count: int, seed: int) -> str:
    source = random.Random(seed)
    lines = ["target,signal,noise"]
    for _ in range(count):
        signal, noise = source.gauss(0, 4), source.gauss(0, 4)
        lines.append(f"{int(signal > 0)},{signal:.6f},{noise:.6f}")
    return "\n".join(lines) + "\n"


def baseline(text: str) -> str:
    """The statistics of the build repository, as far as the batch pipeline reads them."""
    header, *records = csv.reader(io.StringIO(text))
    columns = zip(*[[float(cell) for cell in record] for record in records], strict=True)
    return json.dumps({"features": [described(name, values) for name, values in zip(header, columns, strict=True)]})


def described(name: str, values: tuple[float, ...]) -> dict[str, Any]:
    low, width = min(values), (max(values) - min(values)) / 10
    places = [min(int((value - low) / width), 9) for value in values]
    buckets = [
        {"lower_bound": low + width * i, "upper_bound": low + width * (i + 1), "count": float(places.count(i))}
        for i in range(10)
    ]
    common = {"num_present": len(values), "num_missing": 0}
    moments = {"mean": fmean(values), "std_dev": pstdev(values)}
    numbers = {"common": common, **moments, "distribution": {"kll": {"buckets": buckets}}}
    return {"name": name, "numerical_statistics": numbers}


def archive(files: dict[str, str]) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as content:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            content.addfile(member, io.BytesIO(text.encode()))
    return raw.getvalue()
