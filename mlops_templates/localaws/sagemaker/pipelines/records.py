"""What is remembered of pipelines and their executions."""

from dataclasses import dataclass, field
from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines.definition import Value
from mlops_templates.localaws.sagemaker.refusals import not_found


@dataclass(frozen=True)
class Pipeline:
    """A pipeline; `version` counts its updates."""

    name: str
    arn: str
    display_name: str
    description: str
    role_arn: str
    definition: str
    parallelism: Document | None
    created: datetime
    created_by: str
    modified: datetime
    modified_by: str
    version: int = 1
    last_run: datetime | None = None


@dataclass
class StepRun:
    """A step of an execution; `properties` describe what it made."""

    name: str
    type: str
    display_name: str
    description: str
    started: datetime
    attempt: int = 1
    status: str = "Executing"
    ended: datetime | None = None
    failure_reason: str = ""
    metadata: Document = field(default_factory=dict)
    cached_from: str = ""
    properties: Document = field(default_factory=dict)


@dataclass
class Execution:
    """One run of a pipeline, with the definition as it was at its start."""

    id: str
    arn: str
    pipeline_arn: str
    pipeline_name: str
    definition: str
    role_arn: str
    parameters: dict[str, Value]
    display_name: str
    description: str
    parallelism: Document | None
    created: datetime
    created_by: str
    modified: datetime
    status: str = "Executing"
    failure_reason: str = ""
    steps: dict[str, StepRun] = field(default_factory=dict)
    stop_requested: bool = False

    @property
    def name(self) -> str:
        return self.display_name


@dataclass
class PipelineState:
    """All pipelines by name, executions by ARN, and what a client's token has made."""

    pipelines: dict[str, Pipeline] = field(default_factory=dict)
    executions: dict[str, Execution] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def pipeline_of(call: Call, name_or_arn: str) -> Pipeline:
    """The pipeline with this name or ARN."""
    name = name_or_arn.rpartition("/")[2]
    found = call.state(PipelineState).pipelines.get(name)
    if found is None:
        raise not_found(f"Pipeline '{call.arn('sagemaker', f'pipeline/{name}')}' does not exist.")
    return found


def execution_of(call: Call, arn: str) -> Execution:
    """The execution with this ARN."""
    found = call.state(PipelineState).executions.get(arn)
    if found is None:
        raise not_found(f"Pipeline execution with ARN '{arn}' does not exist.")
    return found
