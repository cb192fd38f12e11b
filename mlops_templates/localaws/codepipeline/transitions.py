"""Transitions into stages: closed and opened by hand."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.lookup import pipeline_named, stage_of
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.codepipeline.state import now
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated


@SERVICE.action
def disable_stage_transition(call: Call, request: Document) -> Document:
    _set(call, request, enabled=False)
    return {}


@SERVICE.action
def enable_stage_transition(call: Call, request: Document) -> Document:
    _set(call, request, enabled=True)
    return {}


def _set(call: Call, request: Document, *, enabled: bool) -> None:
    pipeline = pipeline_named(call, request["pipelineName"])
    stage = stage_of(pipeline.definition, request["stageName"])["name"]
    if request["transitionType"] != "Inbound":
        raise not_emulated("outbound transitions of a CodePipeline stage")
    if stage == pipeline.definition["stages"][0]["name"]:
        raise AwsError("ValidationException", "The first stage of a pipeline has no inbound transition")
    with pipeline.changed:
        door = pipeline.door(stage)
        door.enabled, door.changed_by, door.changed_at = enabled, call.principal, now()
        door.disabled_reason = "" if enabled else request["reason"]
        pipeline.changed.notify_all()
