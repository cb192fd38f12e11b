"""Transform jobs with a model that multiplies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.localaws.sagemaker.conftest import Bench
from tests.localaws.sagemaker.hosting.conftest import Hosting

INFERENCE = """
import json, os, pathlib
def model_fn(folder):
    return float(pathlib.Path(folder, "factor.txt").read_text())
def input_fn(body, content_type):
    text = body if isinstance(body, str) else body.decode()
    if content_type == "application/json":
        return [[json.loads(text)["value"]]]
    return [[float(column) for column in line.split(",")] for line in text.splitlines()]
def predict_fn(rows, model):
    return [sum(row) * model for row in rows]
def output_fn(predictions, accept):
    if accept == "application/json":
        return json.dumps({"score": predictions[0], "batch": os.environ.get("SAGEMAKER_BATCH")}), accept
    if os.environ.get("COUNT"):
        predictions = [len(predictions)]
    return "\\n".join(map(str, predictions)), "text/csv"
"""
ENDS = ("Completed", "Failed", "Stopped")


class Transforms:
    """Puts input, runs jobs, reads output."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.api, self.hosting = bench, bench.sagemaker, Hosting(bench)

    def model(self, factor: str = "2", **container: Any) -> str:
        data = self.hosting.data(factor, INFERENCE)
        name: str = self.hosting.model({"Image": self.bench.image, "ModelDataUrl": data, **container})
        return name

    def request(self, model: str, *, source: dict[str, Any], target: dict[str, Any], **more: Any) -> dict[str, Any]:
        place = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{self.bench.bucket}/in/"}
        return {
            "TransformJobName": self.bench.name("transform"),
            "ModelName": model,
            "TransformInput": {"DataSource": {"S3DataSource": place}, "ContentType": "text/csv", **source},
            "TransformOutput": {"S3OutputPath": f"s3://{self.bench.bucket}/out/", **target},
            "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
            **more,
        }

    def run(
        self, model: str, *, source: dict[str, Any] | None = None, target: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        """Run a job to its end."""
        request = self.request(model, source=source or {}, target=target or {}, **more)
        self.api.create_transform_job(**request)
        return self.ended(request["TransformJobName"])

    def ended(self, name: str) -> dict[str, Any]:
        describe = self.api.describe_transform_job
        return self.bench.until(lambda: describe(TransformJobName=name), "TransformJobStatus", *ENDS)

    def out(self, name: str) -> str:
        return self.bench.read(f"s3://{self.bench.bucket}/out/{name}.out").decode()

    def outputs(self) -> list[str]:
        found = self.bench.aws.client("s3").list_objects_v2(Bucket=self.bench.bucket, Prefix="out/")
        return [entry["Key"] for entry in found.get("Contents", [])]


@pytest.fixture
def transforms(bench: Bench) -> Transforms:
    return Transforms(bench)
