"""Buckets, roles and small jobs for the SageMaker tests."""

from __future__ import annotations

import io
import tarfile
import textwrap
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws.containers.building import Builder
from mlops_templates.localaws.containers.registry import Registry
from mlops_templates.localaws.containers.store import Store

HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"
ROLE = "arn:aws:iam::123456789012:role/sagemaker-tests"
CLUSTER = {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}}

Push = Callable[..., str]


@dataclass(frozen=True)
class Bench:
    """A bucket of its own and short ways to put things into it and run jobs on them."""

    aws: Any
    sagemaker: Any
    bucket: str
    image: str = IMAGE
    role: str = ROLE

    def name(self, prefix: str) -> str:
        return f"{prefix}-{uuid.uuid4().hex[:10]}"

    def put(self, key: str, body: str | bytes) -> str:
        self.aws.client("s3").put_object(Bucket=self.bucket, Key=key, Body=body)
        return f"s3://{self.bucket}/{key}"

    def read(self, uri: str) -> bytes:
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return self.aws.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()

    def put_archive(self, key: str, files: Mapping[str, str]) -> str:
        return self.put(key, archive(files))

    def until(self, describe: Callable[[], dict[str, Any]], member: str, *statuses: str) -> dict[str, Any]:
        """The first description whose status is one of these."""
        deadline = time.monotonic() + 180
        while (found := describe())[member] not in statuses:
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
        return found

    def processing(self, script: str, **request: Any) -> dict[str, Any]:
        """A processing job that runs this script; `Arguments`, `Inputs` and `Outputs` are short forms."""
        code = self.put(f"{self.name('code')}/script.py", script)
        inputs = {"code": (code, "/opt/ml/processing/input/code"), **request.pop("Inputs", {})}
        outputs = request.pop("Outputs", {})
        return {
            "ProcessingJobName": self.name("job"),
            "ProcessingResources": CLUSTER,
            "RoleArn": self.role,
            "AppSpecification": {
                "ImageUri": self.image,
                "ContainerEntrypoint": ["python3", "/opt/ml/processing/input/code/script.py"],
                "ContainerArguments": request.pop("Arguments", ["none"]),
            },
            "ProcessingInputs": [s3_input(name, *place) for name, place in inputs.items()],
            "ProcessingOutputConfig": {"Outputs": [s3_output(name, *place) for name, place in outputs.items()]},
            **request,
        }

    def process(self, script: str, **request: Any) -> dict[str, Any]:
        """Run it to its end."""
        job = self.processing(script, **request)
        self.sagemaker.create_processing_job(**job)
        return self.ended_processing(job["ProcessingJobName"])

    def ended_processing(self, name: str) -> dict[str, Any]:
        describe = self.sagemaker.describe_processing_job
        ends = ("Completed", "Failed", "Stopped")
        return self.until(lambda: describe(ProcessingJobName=name), "ProcessingJobStatus", *ends)

    def training(self, files: Mapping[str, str], **request: Any) -> dict[str, Any]:
        """A training job in script mode: `train.py` of these files."""
        source = self.put_archive(f"{self.name('code')}/sourcedir.tar.gz", files)
        script = {"sagemaker_program": "train.py", "sagemaker_submit_directory": source}
        return {
            "TrainingJobName": self.name("train"),
            "RoleArn": self.role,
            "AlgorithmSpecification": {"TrainingImage": self.image, "TrainingInputMode": "File"},
            "HyperParameters": {**script, **request.pop("HyperParameters", {})},
            "OutputDataConfig": {"S3OutputPath": f"s3://{self.bucket}/models"},
            "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10},
            "StoppingCondition": {"MaxRuntimeInSeconds": 600},
            **request,
        }

    def train(self, files: Mapping[str, str], **request: Any) -> dict[str, Any]:
        """Run it to its end."""
        job = self.training(files, **request)
        self.sagemaker.create_training_job(**job)
        return self.ended_training(job["TrainingJobName"])

    def ended_training(self, name: str) -> dict[str, Any]:
        describe = self.sagemaker.describe_training_job
        ends = ("Completed", "Failed", "Stopped")
        return self.until(lambda: describe(TrainingJobName=name), "TrainingJobStatus", *ends)


def archive(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as target:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            target.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def s3_input(name: str, uri: str, path: str) -> dict[str, Any]:
    return {
        "InputName": name,
        "S3Input": {"S3Uri": uri, "LocalPath": path, "S3DataType": "S3Prefix", "S3InputMode": "File"},
    }


def s3_output(name: str, uri: str, path: str) -> dict[str, Any]:
    return {"OutputName": name, "S3Output": {"S3Uri": uri, "LocalPath": path, "S3UploadMode": "EndOfJob"}}


@pytest.fixture(scope="session")
def sagemaker(aws: Any) -> Any:
    aws.role("sagemaker-tests", "sagemaker")
    return aws.client("sagemaker")


@pytest.fixture
def bench(aws: Any, sagemaker: Any) -> Bench:
    name = f"bench-{uuid.uuid4().hex[:12]}"
    aws.client("s3").create_bucket(Bucket=name)
    return Bench(aws, sagemaker, name)


@pytest.fixture
def push(aws: Any, tmp_path: Path) -> Push:
    """Builds an image and pushes it into a repository of its own; its address."""

    def make(dockerfile: str, files: Mapping[str, str]) -> str:
        store, context, name = Store(tmp_path / "docker"), tmp_path / "context", f"own-{uuid.uuid4().hex[:8]}"
        for file, text in files.items():
            path = context / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o755)
        (tmp_path / "dockerfile").write_text(textwrap.dedent(dockerfile), encoding="utf-8")
        image = Builder(store, tmp_path, {}).build(tmp_path / "dockerfile", context, {})
        store.name(name, image)
        ecr = aws.client("ecr")
        ecr.create_repository(repositoryName=name)
        Registry(ecr, {"repositoryName": name}, store).push(image, "1")
        return f"{HOST}/{name}:1"

    return make
