"""What schedules call: a few services by the ARN of a resource, every emulated operation by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import botocore.exceptions
from botocore import xform_name

from mlops_templates.localaws import wire
from mlops_templates.localaws.catalogue import MOTO, OWN
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

UNIVERSAL = re.compile(r"arn:aws[\w-]*:scheduler:::aws-sdk:(?P<service>[a-z0-9-]+):(?P<operation>[A-Za-z0-9]+)")
_ARN = re.compile(r"arn:aws[\w-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+")
_READING = re.compile(
    r"(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe"
    r"|batchRead|transactGet|retrieve)([A-Z].*|$)"
)
"""Operations that read only: a schedule has nobody to tell the answer."""


def check(target: Document) -> None:
    """Refuse a target that nobody can call.

    Raises:
        AwsError: ValidationException, or NotEmulated.
    """
    arn = target["Arn"]
    if found := UNIVERSAL.fullmatch(arn):
        _check_universal(found["service"], found["operation"], target)
        return
    if not _ARN.fullmatch(arn):
        raise _invalid("Provided Arn is not in correct format.")
    service, kind = service_of(arn), arn.split(":")[2]
    if service is None:
        raise not_emulated(f"a schedule's target of the service {kind}")
    if service != "sqs" and target.get("SqsParameters"):
        raise _invalid(f"SqsParameters are not supported for target {arn}.")
    if service != "sagemaker" and target.get("SageMakerPipelineParameters"):
        raise _invalid(f"SageMakerPipelineParameters are not supported for target {arn}.")
    if service in ("codebuild", "codepipeline", "sagemaker") and target.get("Input"):
        raise not_emulated(f"the Input of a schedule's target of the service {service}; an aws-sdk target has one")
    if (service == "events") != bool(target.get("EventBridgeParameters")):
        raise _invalid("EventBridgeParameters must be provided for an event bus, and for nothing else.")
    if service in ("events", "sns", "sqs") and not target.get("Input"):
        raise _invalid(f"Input must be provided for target {arn}.")
    if service == "events":
        _json(target["Input"])


def invoke(sender: Call, target: Document, text: str) -> None:
    """Call what a target names, as the sender, with the text of its input.

    Raises:
        AwsError: the input is no request.
        ClientError: the target refuses.
    """
    if found := UNIVERSAL.fullmatch(target["Arn"]):
        client, operation = sender.client(found["service"]), _operation(found["operation"])
        request = _named(
            wire.service_model(found["service"]).operation_model(operation).input_shape, _json(text or "{}")
        )
        _ask(getattr(client, xform_name(operation)), request)
    else:
        _TEMPLATED[service_of(target["Arn"]) or ""](sender, target, text)


def service_of(arn: str) -> str | None:
    """The service of a templated target; None when it is none."""
    service, resource = arn.split(":")[2], arn.split(":", 5)[5]
    wanted = {"codebuild": "project/", "events": "event-bus/", "sagemaker": "pipeline/"}.get(service, "")
    return service if service in _TEMPLATED and resource.startswith(wanted) else None


def _check_universal(service: str, operation: str, target: Document) -> None:
    try:
        model: Any = wire.service_model(service)
    except botocore.exceptions.UnknownServiceError as error:
        raise _invalid(f"Service {service} is not supported.") from error
    known = {f"{name[0].lower()}{name[1:]}" for name in model.operation_names}
    if operation not in known or _READING.match(operation):
        raise _invalid(f"API {operation} of the service {service} is not supported.")
    if service not in OWN and service not in MOTO:
        raise not_emulated(f"a schedule's target of the service {service}")
    shape = model.operation_model(_operation(operation)).input_shape
    _named(shape, _json(target.get("Input") or "{}"))


def _operation(operation: str) -> str:
    return f"{operation[0].upper()}{operation[1:]}"


def _named(shape: Any, given: Any) -> Any:
    """Members as the API writes them: the input of a schedule begins each with a capital, whatever the API does."""
    if shape is None or not isinstance(given, dict) or shape.type_name not in ("structure", "map"):
        return [_named(shape.member, each) for each in given] if _is_list(shape, given) else given
    if shape.type_name == "map":
        return {key: _named(shape.value, value) for key, value in given.items()}
    names = {name[:1].upper() + name[1:]: name for name in shape.members}
    found = {}
    for key, value in given.items():
        name = names.get(key[:1].upper() + key[1:])
        if name is None:
            raise _invalid(f"Invalid RequestJson provided. Reason The field '{key}' is not supported.")
        found[name] = _named(shape.members[name], value)
    return found


def _is_list(shape: Any, given: Any) -> bool:
    return shape is not None and shape.type_name == "list" and isinstance(given, list)


def _json(text: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _invalid("Invalid RequestJson provided. Reason it is not valid JSON.") from error
    if not isinstance(found, dict):
        raise _invalid("Invalid RequestJson provided. Reason it is not a JSON object.")
    return found


def _ask(operation: Callable[..., Any], request: Document) -> None:
    try:
        operation(**request)
    except botocore.exceptions.ParamValidationError as error:
        raise _invalid(str(error)) from error


def _start_build(sender: Call, target: Document, text: str) -> None:
    sender.client("codebuild").start_build(projectName=target["Arn"].rpartition("/")[2])


def _start_pipeline(sender: Call, target: Document, text: str) -> None:
    sender.client("codepipeline").start_pipeline_execution(name=target["Arn"].rpartition(":")[2])


def _start_execution(sender: Call, target: Document, text: str) -> None:
    listed = (target.get("SageMakerPipelineParameters") or {}).get("PipelineParameterList") or []
    more = {"PipelineParameters": [{"Name": each["Name"], "Value": each["Value"]} for each in listed]} if listed else {}
    name = target["Arn"].rpartition("/")[2]
    _ask(sender.client("sagemaker").start_pipeline_execution, {"PipelineName": name, **more})


def _put_event(sender: Call, target: Document, text: str) -> None:
    told = target["EventBridgeParameters"]
    entry = {"EventBusName": target["Arn"], "Source": told["Source"], "DetailType": told["DetailType"], "Detail": text}
    failed = sender.client("events").put_events(Entries=[entry])["Entries"][0]
    if failed.get("ErrorCode"):
        raise AwsError(failed["ErrorCode"], failed["ErrorMessage"])


def _publish(sender: Call, target: Document, text: str) -> None:
    sender.client("sns").publish(TopicArn=target["Arn"], Message=text)


def _send(sender: Call, target: Document, text: str) -> None:
    _, _, _, _, account, name = target["Arn"].split(":")
    group = (target.get("SqsParameters") or {}).get("MessageGroupId")
    more = {"MessageGroupId": group} if group else {}
    sender.client("sqs").send_message(QueueUrl=f"{sender.world.url}/{account}/{name}", MessageBody=text, **more)


_TEMPLATED: dict[str, Callable[[Call, Document, str], None]] = {
    "codebuild": _start_build,
    "codepipeline": _start_pipeline,
    "events": _put_event,
    "sagemaker": _start_execution,
    "sns": _publish,
    "sqs": _send,
}


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
