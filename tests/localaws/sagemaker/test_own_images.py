"""Jobs in images of the ECR here: their files, packages and variables, and the right to pull them."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.containers import building
from mlops_templates.localaws.containers.building import Builder
from tests.localaws.ecr.conftest import Registry as Pushing
from tests.localaws.sagemaker.conftest import CLUSTER, HOST, IMAGE, Bench, Push, s3_output

SHOW = """#!/usr/bin/env python3
import json, os, sys
from pathlib import Path
facts = {"arguments": sys.argv[1:], "mode": os.environ["MODE"], "here": Path("beside.txt").read_text()}
out = Path("/opt/ml/processing/output") if Path("/opt/ml/processing/output").exists() else Path("/opt/ml/model")
(out / "facts.json").write_text(json.dumps(facts))
"""
DOCKERFILE = """
FROM python:3.12-slim
ENV MODE=fast PATH="/opt/program:${PATH}"
WORKDIR /opt/program
COPY . .
"""


@pytest.fixture
def shown(push: Push) -> str:
    """An image that writes what it finds around itself."""
    return push(DOCKERFILE + 'ENTRYPOINT ["show"]\nCMD ["by", "default"]\n', {"show": SHOW, "beside.txt": "beside"})


def job_in(bench: Bench, image: str, **specification: Any) -> dict[str, Any]:
    """A processing job without inputs."""
    output = s3_output("facts", f"s3://{bench.bucket}/facts", "/opt/ml/processing/output")
    return {
        "ProcessingJobName": bench.name("job"),
        "ProcessingResources": CLUSTER,
        "RoleArn": bench.role,
        "AppSpecification": {"ImageUri": image, **specification},
        "ProcessingOutputConfig": {"Outputs": [output]},
    }


def facts_of(bench: Bench, job: dict[str, Any]) -> dict[str, Any]:
    bench.sagemaker.create_processing_job(**job)
    ended = bench.ended_processing(job["ProcessingJobName"])
    assert ended["ProcessingJobStatus"] == "Completed", ended["FailureReason"]
    return dict(json.loads(bench.read(f"s3://{bench.bucket}/facts/facts.json")))


def test_a_processing_job_starts_what_its_image_says(bench: Bench, shown: str) -> None:
    assert facts_of(bench, job_in(bench, shown)) == {
        "arguments": ["by", "default"],
        "mode": "fast",
        "here": "beside",
    }


def test_a_job_may_start_something_else_in_its_image(bench: Bench, shown: str) -> None:
    entrypoint = {"ContainerEntrypoint": ["python3", "/opt/program/show"], "ContainerArguments": ["mine"]}
    assert facts_of(bench, job_in(bench, shown, **entrypoint))["arguments"] == ["mine"]


def test_a_training_job_runs_train_of_its_image(bench: Bench, push: Push) -> None:
    image = push(DOCKERFILE, {"train": SHOW, "beside.txt": "beside"})
    request = bench.training({"train.py": ""})
    request |= {"AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"}}
    request["HyperParameters"] = {"depth": "3"}
    bench.sagemaker.create_training_job(**request)
    ended = bench.ended_training(request["TrainingJobName"])
    assert ended["TrainingJobStatus"] == "Completed", ended["FailureReason"]
    assert bench.read(ended["ModelArtifacts"]["S3ModelArtifacts"])


def test_a_training_job_runs_its_script_in_an_image_built_upon_a_framework_image(
    bench: Bench, push: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Builder, "_pull", lambda builder, name: building.framework(name))
    image = push(f"FROM {IMAGE}\nENV MODE=fast\n", {})
    script = "import os, sklearn; assert os.environ['MODE'] == 'fast'"
    request = bench.training({"train.py": script})
    request["AlgorithmSpecification"]["TrainingImage"] = image
    bench.sagemaker.create_training_job(**request)
    ended = bench.ended_training(request["TrainingJobName"])
    assert ended["TrainingJobStatus"] == "Completed", ended["FailureReason"]


def test_a_tag_that_is_not_there_fails_the_job(bench: Bench, shown: str) -> None:
    job = job_in(bench, shown.replace(":1", ":2"))
    bench.sagemaker.create_processing_job(**job)
    ended = bench.ended_processing(job["ProcessingJobName"])
    assert ended["ProcessingJobStatus"] == "Failed"
    assert "manifest unknown: Requested image not found" in ended["FailureReason"]


def test_a_repository_that_is_not_there_is_refused(bench: Bench) -> None:
    told = "Cannot find repository: nowhere in registry ID: 123456789012 Please check if your ECR repository exists"
    with pytest.raises(ClientError, match=told):
        bench.sagemaker.create_processing_job(**job_in(bench, f"{HOST}/nowhere:1"))


def test_a_role_that_may_not_pull_is_refused(aws: Any, bench: Bench, shown: str) -> None:
    name = f"weak-{uuid.uuid4().hex[:8]}"
    role = aws.role(name, "sagemaker", actions=("s3:*", "logs:*", "ecr:BatchGetImage"))
    told = f"role {role} has proper pull permissions for SageMaker: ecr:BatchCheckLayerAvailability"
    with pytest.raises(ClientError, match=told):
        bench.sagemaker.create_processing_job(**{**job_in(bench, shown), "RoleArn": role})


def test_a_model_without_its_image_is_refused(bench: Bench, shown: str) -> None:
    with pytest.raises(ClientError, match=r"Requested image .* not found"):
        bench.sagemaker.create_model(
            ModelName=bench.name("model"), ExecutionRoleArn=bench.role, PrimaryContainer={"Image": f"{shown}9"}
        )


def test_an_image_that_docker_made_elsewhere_is_refused(aws: Any, bench: Bench, shown: str) -> None:
    name = shown.partition("/")[2].partition(":")[0]
    pushing = Pushing(aws.client("ecr"), name)
    manifest = pushing.manifest(config=pushing.upload(b'{"config": {}}'))
    pushing.ecr.put_image(repositoryName=name, imageManifest=manifest, imageTag="docker")
    job = job_in(bench, f"{HOST}/{name}:docker")
    bench.sagemaker.create_processing_job(**job)
    ended = bench.ended_processing(job["ProcessingJobName"])
    assert "not emulated: an image that was not built here" in ended["FailureReason"]
