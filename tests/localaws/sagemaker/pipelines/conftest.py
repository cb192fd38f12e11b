"""Small pipelines, written as definitions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

CLUSTER = {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}}
EVALUATE = """
import json, pathlib, sys
folder, accuracy = pathlib.Path(sys.argv[1]), float(sys.argv[2])
(folder / "evaluation.json").write_text(json.dumps({"metrics": {"accuracy": {"value": accuracy}}}))
"""


@dataclass(frozen=True)
class Pipelines:
    """Makes definitions and runs them."""

    bench: Any

    def definition(self, *steps: dict[str, Any], parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        return {"Version": "2020-12-01", "Metadata": {}, "Parameters": parameters or [], "Steps": list(steps)}

    def script_step(self, name: str, script: str, *arguments: Any, output: str = "", **step: Any) -> dict[str, Any]:
        """A processing step; its output, when it has one, is written to the folder of the first argument."""
        code = self.bench.put(f"code/{name}/{hash(script)}/script.py", script)
        path = "/opt/ml/processing/out"
        target = join("/", f"s3://{self.bench.bucket}", get("Execution.PipelineExecutionId"), name)
        outputs = {
            "Outputs": [
                {"OutputName": output, "S3Output": {"S3Uri": target, "LocalPath": path, "S3UploadMode": "EndOfJob"}}
            ]
        }
        source = {
            "S3Uri": code,
            "LocalPath": "/opt/ml/processing/code",
            "S3DataType": "S3Prefix",
            "S3InputMode": "File",
        }
        return {
            "Name": name,
            "Type": "Processing",
            "Arguments": {
                "ProcessingResources": CLUSTER,
                "RoleArn": self.bench.role,
                "AppSpecification": {
                    "ImageUri": self.bench.image,
                    "ContainerEntrypoint": ["python3", "/opt/ml/processing/code/script.py"],
                    "ContainerArguments": [*([path] if output else []), *arguments] or ["none"],
                },
                "ProcessingInputs": [{"InputName": "code", "S3Input": source}],
                **({"ProcessingOutputConfig": outputs} if output else {}),
            },
            **step,
        }

    def evaluation(self, accuracy: Any, **step: Any) -> dict[str, Any]:
        """A step that writes a metric into the property file `Report`."""
        files = [{"PropertyFileName": "Report", "OutputName": "evaluation", "FilePath": "evaluation.json"}]
        return self.script_step("Evaluate", EVALUATE, accuracy, output="evaluation", PropertyFiles=files, **step)

    def create(self, definition: dict[str, Any]) -> str:
        name = self.bench.name("pipeline")
        self.bench.sagemaker.create_pipeline(
            PipelineName=name, PipelineDefinition=json.dumps(definition), RoleArn=self.bench.role
        )
        return name

    def start(self, name: str, **parameters: str) -> str:
        given = [{"Name": key, "Value": value} for key, value in parameters.items()]
        return self.bench.sagemaker.start_pipeline_execution(PipelineName=name, PipelineParameters=given)[
            "PipelineExecutionArn"
        ]

    def ended(self, arn: str) -> dict[str, Any]:
        describe = self.bench.sagemaker.describe_pipeline_execution
        return self.bench.until(
            lambda: describe(PipelineExecutionArn=arn), "PipelineExecutionStatus", "Succeeded", "Failed", "Stopped"
        )

    def run(self, definition: dict[str, Any], **parameters: str) -> dict[str, Any]:
        return self.ended(self.start(self.create(definition), **parameters))

    def steps(self, arn: str) -> dict[str, dict[str, Any]]:
        listed = self.bench.sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)
        return {step["StepName"]: step for step in listed["PipelineExecutionSteps"]}

    def statuses(self, arn: str) -> dict[str, str]:
        return {name: step["StepStatus"] for name, step in self.steps(arn).items()}


def get(reference: str) -> dict[str, str]:
    return {"Get": reference}


def join(on: str, *values: Any) -> dict[str, Any]:
    return {"Std:Join": {"On": on, "Values": list(values)}}


@pytest.fixture
def pipelines(bench: Any) -> Pipelines:
    return Pipelines(bench)
