"""A workshop for pipelines: a role, an artifact store, a source in S3."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.localaws.providers import Connected, Git, connect
from tests.waiting import until

Document = dict[str, Any]
SERVICES = ("codepipeline", "cloudformation", "codebuild")


def wait_for(ready: Callable[[], Any]) -> Any:
    return until(ready, "a pipeline")


def archive(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, text in files.items():
            opened.writestr(name, text)
    return buffer.getvalue()


def action(category: str, provider: str, name: str, **more: Any) -> Document:
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": name, "actionTypeId": kind, "runOrder": 1, "configuration": {}, **more}


def approval(name: str = "Approve", **more: Any) -> Document:
    return action("Approval", "Manual", name, **more)


@dataclass(frozen=True)
class Workshop:
    aws: Any
    name: str
    bucket: str
    role: str

    @property
    def codepipeline(self) -> Any:
        return self.aws.client("codepipeline")

    def put_source(self, files: Mapping[str, str]) -> None:
        self.aws.client("s3").put_object(Bucket=self.bucket, Key="source.zip", Body=archive(files))

    def source(self, **more: Any) -> Document:
        configuration = {"S3Bucket": self.bucket, "S3ObjectKey": "source.zip", "PollForSourceChanges": "false"}
        details = {"configuration": configuration, "outputArtifacts": [{"name": "Source"}], **more}
        return {"name": "Source", "actions": [action("Source", "S3", "Get", **details)]}

    def definition(self, *stages: Document, **more: Any) -> Document:
        store = {"type": "S3", "location": self.bucket}
        first = [self.source()] if not more.pop("whole", False) else []
        defaults = {"name": self.name, "roleArn": self.role, "artifactStore": store, "pipelineType": "V2"}
        return {**defaults, "stages": [*first, *stages], **more}

    def create(self, *stages: Document, **more: Any) -> str:
        self.codepipeline.create_pipeline(pipeline=self.definition(*stages, **more))
        return str(self.executions()[0]["pipelineExecutionId"])

    def executions(self) -> list[Document]:
        answer = self.codepipeline.list_pipeline_executions(pipelineName=self.name)
        return list(answer["pipelineExecutionSummaries"])

    def status(self, execution: str) -> str:
        answer = self.codepipeline.get_pipeline_execution(pipelineName=self.name, pipelineExecutionId=execution)
        return str(answer["pipelineExecution"]["status"])

    def ended(self, execution: str) -> str:
        return str(wait_for(lambda: (s := self.status(execution)) not in ("InProgress", "Stopping") and s))

    def stage(self, name: str) -> Document:
        states = self.codepipeline.get_pipeline_state(name=self.name)["stageStates"]
        return next(dict(state) for state in states if state["stageName"] == name)

    def action(self, stage: str, name: str) -> Document:
        states = self.stage(stage)["actionStates"]
        return next(dict(state.get("latestExecution", {})) for state in states if state["actionName"] == name)

    def token(self, stage: str = "Gate", name: str = "Approve") -> str:
        return str(wait_for(lambda: self.action(stage, name).get("token")))

    def decide(self, result: str, stage: str = "Gate", name: str = "Approve", summary: str = "seen") -> None:
        self.codepipeline.put_approval_result(
            pipelineName=self.name,
            stageName=stage,
            actionName=name,
            result={"status": result, "summary": summary},
            token=self.token(stage, name),
        )


@pytest.fixture
def workshop(aws: Any) -> Workshop:
    name = f"line-{uuid.uuid4().hex[:8]}"
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    role = aws.role(name, "codepipeline", "cloudformation", "codebuild", "events")
    made = Workshop(aws, name, name, role)
    made.put_source({"README.md": "hello"})
    return made


@pytest.fixture
def git(aws: Any, tmp_path: Path) -> Git:
    return Git(aws, tmp_path)


@pytest.fixture
def connected(aws: Any) -> Connected:
    return connect(aws)


@pytest.fixture
def build_action() -> Callable[..., Document]:
    return action


@pytest.fixture
def build_approval() -> Callable[..., Document]:
    return approval


@pytest.fixture
def wait() -> Callable[..., Any]:
    return wait_for
