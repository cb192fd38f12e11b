"""Pipelines."""

from dataclasses import replace

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines.definition_text import definition_text
from mlops_templates.localaws.sagemaker.pipelines.records import Pipeline, PipelineState, pipeline_of
from mlops_templates.localaws.sagemaker.refusals import conflict, invalid
from mlops_templates.localaws.sagemaker.registry.records import user_context
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def create_pipeline(call: Call, request: Document) -> Document:
    name, state, token = request["PipelineName"], call.state(PipelineState), f"create {request['ClientRequestToken']}"
    definition = definition_text(call, request)
    with call.world.lock:
        if token in state.tokens:
            return {"PipelineArn": state.tokens[token]}
        if name in state.pipelines:
            raise invalid(
                "Pipeline names must be unique within an AWS account and region. "
                f"Pipeline with name ({name}) already exists."
            )
        pipeline = _new(call, request, definition)
        tags.register(call, pipeline.arn, request.get("Tags"))
        state.pipelines[name], state.tokens[token] = pipeline, pipeline.arn
    return {"PipelineArn": pipeline.arn}


@SERVICE.action
def update_pipeline(call: Call, request: Document) -> Document:
    given = "PipelineDefinition" in request or "PipelineDefinitionS3Location" in request
    definition = definition_text(call, request) if given else None
    with call.world.lock:
        old = pipeline_of(call, request["PipelineName"])
        call.state(PipelineState).pipelines[old.name] = replace(
            old,
            display_name=request.get("PipelineDisplayName", old.display_name),
            description=request.get("PipelineDescription", old.description),
            role_arn=request.get("RoleArn", old.role_arn),
            parallelism=request.get("ParallelismConfiguration", old.parallelism),
            definition=old.definition if definition is None else definition,
            modified=now(),
            modified_by=call.principal,
            version=old.version + 1,
        )
    return {"PipelineArn": old.arn, "PipelineVersionId": old.version + 1}


@SERVICE.action
def describe_pipeline(call: Call, request: Document) -> Document:
    pipeline = pipeline_of(call, request["PipelineName"])
    return {
        **_summary(pipeline),
        "PipelineDefinition": pipeline.definition,
        "PipelineStatus": "Active",
        "CreatedBy": user_context(pipeline.created_by),
        "LastModifiedBy": user_context(pipeline.modified_by),
        **({"LastRunTime": pipeline.last_run} if pipeline.last_run else {}),
        **({"ParallelismConfiguration": pipeline.parallelism} if pipeline.parallelism else {}),
    }


@SERVICE.action
def list_pipelines(call: Call, request: Document) -> Document:
    prefix = request.get("PipelineNamePrefix", "")
    pipelines = [found for found in list(call.state(PipelineState).pipelines.values()) if found.name.startswith(prefix)]
    kept, token = page(select(pipelines, request, order="Descending"), request)
    return {"PipelineSummaries": [_summary(pipeline) for pipeline in kept], "NextToken": token}


@SERVICE.action
def delete_pipeline(call: Call, request: Document) -> Document:
    state = call.state(PipelineState)
    with call.world.lock:
        pipeline = pipeline_of(call, request["PipelineName"])
        executions = [found for found in state.executions.values() if found.pipeline_arn == pipeline.arn]
        if any(execution.status in ("Executing", "Stopping") for execution in executions):
            raise conflict(f"Pipeline '{pipeline.arn}' has running executions and cannot be deleted.")
        for execution in executions:
            del state.executions[execution.arn]
        del state.pipelines[pipeline.name]
        tags.forget(call, pipeline.arn)
    return {"PipelineArn": pipeline.arn}


def _new(call: Call, request: Document, definition: str) -> Pipeline:
    name, moment = request["PipelineName"], now()
    return Pipeline(
        name=name,
        arn=call.arn("sagemaker", f"pipeline/{name}"),
        display_name=str(request.get("PipelineDisplayName", name)),
        description=request.get("PipelineDescription", ""),
        role_arn=request["RoleArn"],
        definition=definition,
        parallelism=request.get("ParallelismConfiguration"),
        created=moment,
        created_by=call.principal,
        modified=moment,
        modified_by=call.principal,
    )


def _summary(pipeline: Pipeline) -> Document:
    return {
        "PipelineArn": pipeline.arn,
        "PipelineName": pipeline.name,
        "PipelineDisplayName": pipeline.display_name,
        **({"PipelineDescription": pipeline.description} if pipeline.description else {}),
        "RoleArn": pipeline.role_arn,
        "CreationTime": pipeline.created,
        "LastModifiedTime": pipeline.modified,
        **({"LastExecutionTime": pipeline.last_run} if pipeline.last_run else {}),
    }
