"""AWS::CodePipeline::Pipeline."""

from __future__ import annotations

import json
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.document import Document

NOT_DECLARATION = ("DisableInboundStageTransitions", "RestartExecutionOnUpdate", "Tags", "ArtifactStores")


def _create(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("Name") or resource.generated_name(100)
    tags = [{"key": key, "value": value} for key, value in resource.tags.items()]
    codepipeline = call.client("codepipeline")
    made = codepipeline.create_pipeline(pipeline=_declaration(resource.properties, name), tags=tags)["pipeline"]
    _set_transitions(codepipeline, name, resource.properties, {})
    return _made(call, made)


def _update(call: Call, resource: Resource, old: Document) -> Made:
    codepipeline, name = call.client("codepipeline"), resource.physical_id
    made = codepipeline.update_pipeline(pipeline=_declaration(resource.properties, name))["pipeline"]
    _set_transitions(codepipeline, name, resource.properties, old)
    answer = _made(call, made)
    arn = call.arn("codepipeline", name)
    gone = sorted(resource.old_tags.keys() - resource.tags.keys())
    if gone:
        codepipeline.untag_resource(resourceArn=arn, tagKeys=gone)
    if resource.tags:
        tags = [{"key": key, "value": value} for key, value in resource.tags.items()]
        codepipeline.tag_resource(resourceArn=arn, tags=tags)
    if resource.properties.get("RestartExecutionOnUpdate"):
        codepipeline.start_pipeline_execution(name=name)
    return answer


def _delete(call: Call, resource: Resource) -> None:
    call.client("codepipeline").delete_pipeline(name=resource.physical_id)


def _made(call: Call, pipeline: Document) -> Made:
    return Made(
        pipeline["name"],
        {"Version": str(pipeline["version"]), "Arn": call.arn("codepipeline", pipeline["name"])},
    )


def _declaration(properties: Document, name: str) -> Document:
    members = {key: value for key, value in properties.items() if key not in NOT_DECLARATION}
    stores = properties.get("ArtifactStores")
    by_region = {item["Region"]: _lower(item["ArtifactStore"]) for item in stores} if stores else None
    return {**_lower(members), "name": name, **({"artifactStores": by_region} if by_region else {})}


def _lower(value: Any) -> Any:
    """The members of the template language in the words of the API; an action's configuration stays as it is."""
    if isinstance(value, list):
        return [_lower(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key[:1].lower() + key[1:]: _texts(item) if key == "Configuration" else _lower(item)
        for key, item in value.items()
    }


def _texts(configuration: Document) -> dict[str, str]:
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in configuration.items()}


def _set_transitions(codepipeline: Any, name: str, properties: Document, old: Document) -> None:
    wanted = _disabled(properties)
    for stage in _disabled(old).keys() - wanted.keys():
        codepipeline.enable_stage_transition(pipelineName=name, stageName=stage, transitionType="Inbound")
    for stage, reason in wanted.items():
        codepipeline.disable_stage_transition(
            pipelineName=name, stageName=stage, transitionType="Inbound", reason=reason
        )


def _disabled(properties: Document) -> dict[str, str]:
    return {item["StageName"]: item["Reason"] for item in properties.get("DisableInboundStageTransitions", [])}


TYPES = (ResourceType("AWS::CodePipeline::Pipeline", _create, _delete, _update),)
