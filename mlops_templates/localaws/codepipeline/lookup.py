"""Finding a pipeline, or refusing in AWS's words."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.state import CodePipelineState, Execution, Pipeline
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


def pipeline_named(call: Call, name: str) -> Pipeline:
    """The pipeline of that name in the caller's account and region.

    Raises:
        AwsError: PipelineNotFoundException.
    """
    found = call.state(CodePipelineState).pipelines.get(name)
    if found is None:
        message = f"Account '{call.account}' does not have a pipeline with name '{name}'"
        raise AwsError("PipelineNotFoundException", message)
    return found


def pipeline_with_arn(call: Call, arn: str) -> Pipeline:
    """The pipeline with that ARN.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    found = call.state(CodePipelineState).pipelines.get(arn.rpartition(":")[2])
    if found is None or found.arn != arn:
        raise AwsError("ResourceNotFoundException", f"Could not find a resource with ARN {arn}")
    return found


def execution_of(pipeline: Pipeline, execution_id: str) -> Execution:
    """An execution of the pipeline.

    Raises:
        AwsError: PipelineExecutionNotFoundException.
    """
    found = pipeline.execution(execution_id)
    if found is None:
        message = f"Pipeline '{pipeline.name}' does not have an execution with id '{execution_id}'"
        raise AwsError("PipelineExecutionNotFoundException", message)
    return found


def stage_of(definition: Document, name: str) -> Document:
    """A stage of a definition.

    Raises:
        AwsError: StageNotFoundException.
    """
    for stage in definition["stages"]:
        if stage["name"] == name:
            return dict(stage)
    raise AwsError("StageNotFoundException", f"Pipeline '{definition['name']}' does not have a stage '{name}'")
