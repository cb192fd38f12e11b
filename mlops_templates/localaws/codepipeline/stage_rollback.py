"""RollbackStage: a rollback by hand."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline import executor, rollbacks
from mlops_templates.localaws.codepipeline.lookup import execution_of, pipeline_named, stage_of
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.codepipeline.state import Execution, Pipeline, Trigger
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def rollback_stage(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["pipelineName"])
    stage = stage_of(pipeline.definition, request["stageName"])["name"]
    target = execution_of(pipeline, request["targetPipelineExecutionId"])
    with pipeline.changed:
        _check(pipeline, target, stage)
        rollback = rollbacks.begin(pipeline, stage, target, Trigger("ManualRollback", call.principal))
    executor.roll_back(call, pipeline, rollback)
    return {"pipelineExecutionId": rollback.id}


def _check(pipeline: Pipeline, target: Execution, stage: str) -> None:
    if target.definition["version"] != pipeline.definition["version"]:
        message = f"Execution {target.id} was started in another version of the pipeline structure"
        raise AwsError("PipelineExecutionOutdatedException", message)
    reason = ""
    if stage == pipeline.definition["stages"][0]["name"]:
        reason = "a source stage cannot be rolled back"
    elif target.kind == "ROLLBACK":
        reason = f"execution {target.id} is a rollback itself"
    elif target.stages.get(stage) != "Succeeded":
        reason = f"execution {target.id} did not succeed in it"
    elif target.mode == "PARALLEL":
        reason = "a rollback is not available in the execution mode PARALLEL"
    if reason:
        raise AwsError("UnableToRollbackStageException", f"Unable to roll back stage {stage}: {reason}")
    if pipeline.door(stage).inside:
        raise AwsError("ConflictException", f"Stage {stage} has an execution in progress")
