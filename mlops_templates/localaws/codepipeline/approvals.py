"""The answer to a manual approval."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.lookup import pipeline_named, stage_of
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.codepipeline.state import ActionRun, Pipeline, now
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def put_approval_result(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["pipelineName"])
    stage = stage_of(pipeline.definition, request["stageName"])
    if request["actionName"] not in {action["name"] for action in stage["actions"]}:
        message = f"Stage '{stage['name']}' does not have an action '{request['actionName']}'"
        raise AwsError("ActionNotFoundException", message)
    with pipeline.changed:
        record = _asked(pipeline, request)
        record.decision = request["result"]["status"]
        record.summary = request["result"]["summary"]
        record.updated_by = call.principal
        pipeline.changed.notify_all()
    return {"approvedAt": now()}


def _asked(pipeline: Pipeline, request: Document) -> ActionRun:
    """The run that gave out the token."""
    place = (request["stageName"], request["actionName"])
    for _, record in pipeline.runs():
        if (record.stage, record.name) == place and record.token == request["token"]:
            if record.status != "InProgress" or record.decision:
                raise AwsError("ApprovalAlreadyCompletedException", "The approval action has already been completed")
            return record
    raise AwsError("InvalidApprovalTokenException", "The approval token is invalid")
