"""Pipelines: create, read, update, delete, list."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codeconnections import use
from mlops_templates.localaws.codepipeline import executions, roles, triggers
from mlops_templates.localaws.codepipeline.definition import checked
from mlops_templates.localaws.codepipeline.lookup import pipeline_named
from mlops_templates.localaws.codepipeline.pages import page_of
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.codepipeline.state import CodePipelineState, Pipeline, Trigger, now
from mlops_templates.localaws.codepipeline.tags import read_tags
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def create_pipeline(call: Call, request: Document) -> Document:
    definition = {**checked(request["pipeline"], call.region), "version": 1}
    roles.check(call, definition["roleArn"])
    _pass_connections(call, definition)
    tags = read_tags(request.get("tags", []))
    pipeline = Pipeline(definition, call.arn("codepipeline", definition["name"]), tags, {1: definition})
    with call.world.lock:
        pipelines = call.state(CodePipelineState).pipelines
        if pipeline.name in pipelines:
            message = f"A pipeline with the name '{pipeline.name}' already exists in account '{call.account}'"
            raise AwsError("PipelineNameInUseException", message)
        pipelines[pipeline.name] = pipeline
    if executions.has_values(definition):
        executions.start(call, pipeline.name, Trigger("CreatePipeline", call.principal))
    return {"pipeline": definition, "tags": request.get("tags", [])}


@SERVICE.action
def get_pipeline(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["name"])
    version = request.get("version") or pipeline.definition["version"]
    if version not in pipeline.versions:
        message = f"Pipeline '{pipeline.name}' does not have a version {version}"
        raise AwsError("PipelineVersionNotFoundException", message)
    metadata = {"pipelineArn": pipeline.arn, "created": pipeline.created, "updated": pipeline.updated}
    return {"pipeline": pipeline.versions[version], "metadata": metadata}


@SERVICE.action
def update_pipeline(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["pipeline"]["name"])
    definition = checked(request["pipeline"], call.region)
    roles.check(call, definition["roleArn"])
    _pass_connections(call, definition)
    with pipeline.changed:
        definition = {**definition, "version": pipeline.definition["version"] + 1}
        pipeline.definition = pipeline.versions[definition["version"]] = definition
        pipeline.updated = now()
    return {"pipeline": definition}


@SERVICE.action
def delete_pipeline(call: Call, request: Document) -> Document:
    """Executions on their way end with the pipeline; a pipeline that is not there is fine, as on AWS."""
    with call.world.lock:
        pipeline = call.state(CodePipelineState).pipelines.pop(request["name"], None)
    if pipeline is not None:
        executions.abandon_all(pipeline)
    return {}


@SERVICE.action
def list_pipelines(call: Call, request: Document) -> Document:
    found = sorted(call.state(CodePipelineState).pipelines.values(), key=lambda pipeline: pipeline.name)
    items, token = page_of(found, request)
    return {"pipelines": [_summary(pipeline) for pipeline in items], "nextToken": token}


def _pass_connections(call: Call, definition: Document) -> None:
    """Ask for the right to hand each connection of the pipeline to CodePipeline."""
    for action in triggers.connected_sources(definition):
        try:
            use.may_pass(call, action["configuration"]["ConnectionArn"], "codepipeline.amazonaws.com")
        except AwsError as error:
            if error.code != "ResourceNotFoundException":
                raise
            message = f"Action '{action['name']}' cannot use its connection: {error.message}"
            raise AwsError("InvalidActionDeclarationException", message) from error


def _summary(pipeline: Pipeline) -> Document:
    definition = {key: pipeline.definition[key] for key in ("name", "version", "pipelineType", "executionMode")}
    return {**definition, "created": pipeline.created, "updated": pipeline.updated}
