"""What each kind of target does with an event; the sender is the role of the target, or EventBridge itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from botocore.exceptions import ParamValidationError

from mlops_templates.localaws import wire
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.events.payload import at, payload

EVENTS = "events.amazonaws.com"

STARTERS: dict[str, Callable[[Call, str, str], object]] = {}
"""Services that want to know which rule started them: called with the sender, the resource and the rule's ARN."""


def hand_over(call: Call, rule_arn: str, target: Document, event: Document) -> None:
    """Give a target its event.

    Raises:
        AwsError: the target does not take it, the role may not, or what the rule makes of the event is no request.
        ClientError: the same, said by the service of the target.
    """
    service, resource = target["Arn"].split(":")[2], target["Arn"].split(":", 5)[5]
    if service == "events":
        _forward(call, rule_arn, target, event)
        return
    sender = _sender(call, rule_arn, target)
    if service in STARTERS:
        STARTERS[service](sender, resource, rule_arn)
    elif handler := _HANDLERS.get(service):
        handler(sender, target, event)
    else:
        raise not_emulated(f"an EventBridge target of the service {service}")


def queue_url(call: Call, arn: str) -> str:
    """The address of a queue."""
    _, _, _, _, account, name = arn.split(":")
    return f"{call.world.url}/{account}/{name}"


def _sender(call: Call, rule_arn: str, target: Document) -> Call:
    """EventBridge as the role of the target, or by itself, as the policies of queues and topics see it."""
    if target.get("RoleArn"):
        return call.as_role(target["RoleArn"], "events", EVENTS, rule_arn)
    return call.as_service(EVENTS, rule_arn)


def _forward(call: Call, rule_arn: str, target: Document, event: Document) -> None:
    """Pass an event on to the bus of another account or region; what came from another account goes no further."""
    from mlops_templates.localaws.events.bus import publish

    if event["account"] != call.account:
        return
    arn = target["Arn"]
    if target.get("RoleArn"):
        sender = call.as_role(target["RoleArn"], "events", EVENTS, rule_arn)
    else:  # the policy of the bus alone decides, which means the account
        sender = call.as_identity(call.world.sessions.of_root(call.account, call.region))
    sender.require("events", "PutEvents", {"Entries": [{"EventBusName": arn}]})
    _, _, _, region, account, _ = arn.split(":")
    publish(replace(call, account=account, region=region), event)


def _start_build(sender: Call, target: Document, event: Document) -> None:
    """What the rule makes of the event are parameters of StartBuild; an event as such is none."""
    project = target["Arn"].rpartition(":project/")[2]
    _ask(sender.client("codebuild").start_build, {"projectName": project, **_overrides(target, event)})


def _overrides(target: Document, event: Document) -> Document:
    if not any(member in target for member in ("Input", "InputPath", "InputTransformer")):
        return {}
    given = json.loads(payload(target, event))
    if not isinstance(given, dict):
        raise AwsError("InvalidParameter", "the input of a CodeBuild target must be a JSON object")
    known = wire.service_model("codebuild").operation_model("StartBuild").input_shape.members
    if unknown := sorted(set(given) - set(known) | {"projectName"} & set(given)):
        raise AwsError("InvalidParameter", f"StartBuild of a rule takes no {unknown[0]}")
    return given


def _start_execution(sender: Call, target: Document, event: Document) -> None:
    name = target["Arn"].rpartition(":pipeline/")[2]
    listed = (target.get("SageMakerPipelineParameters") or {}).get("PipelineParameterList") or []
    parameters = [{"Name": _dynamic(item["Name"], event), "Value": _dynamic(item["Value"], event)} for item in listed]
    more = {"PipelineParameters": parameters} if parameters else {}
    _ask(sender.client("sagemaker").start_pipeline_execution, {"PipelineName": name, **more})


def _dynamic(text: str, event: Document) -> str:
    """A text, or what stands at a path of the event."""
    if not text.startswith("$."):
        return text
    found = at(event, text)
    return found if isinstance(found, str) else json.dumps(found)


def _start_machine(sender: Call, target: Document, event: Document) -> None:
    sender.client("stepfunctions").start_execution(stateMachineArn=target["Arn"], input=payload(target, event))


def _ask(operation: Callable[..., Any], request: Document) -> None:
    try:
        operation(**request)
    except ParamValidationError as error:
        raise AwsError("InvalidParameter", str(error)) from error


def _send(sender: Call, target: Document, event: Document) -> None:
    url = queue_url(sender, target["Arn"])
    sender.client("sqs").send_message(QueueUrl=url, MessageBody=payload(target, event))


def _publish(sender: Call, target: Document, event: Document) -> None:
    sender.client("sns").publish(TopicArn=target["Arn"], Message=payload(target, event))


def _write_log(sender: Call, target: Document, event: Document) -> None:
    group = target["Arn"].split(":", 5)[5].partition(":")[2].removesuffix(":*")
    logs = sender.client("logs")
    logs.create_log_stream(logGroupName=group, logStreamName=event["id"])
    entry = {"timestamp": int(time.time() * 1000), "message": payload(target, event)}
    logs.put_log_events(logGroupName=group, logStreamName=event["id"], logEvents=[entry])


_HANDLERS: dict[str, Callable[[Call, Document, Document], None]] = {
    "codebuild": _start_build,
    "logs": _write_log,
    "sagemaker": _start_execution,
    "sns": _publish,
    "sqs": _send,
    "states": _start_machine,
}
SERVICES = frozenset({"codepipeline", "events", *_HANDLERS})
"""Services whose resources are targets here."""
