"""AWS's wire protocols in one place: requests to documents, documents to answers, after botocore's service models.

Parsing and serializing are moto's (`moto.core.parse`, `moto.core.serialize`), driven by the same models that boto3
uses, so an action sees exactly what the client was given and the client gets back exactly its output shape.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import botocore.exceptions
import botocore.loaders
from moto.core.model import OperationModel, ServiceModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.serialize import SerializationContext, get_serializer_class
from werkzeug.datastructures import Headers, MultiDict

from mlops_templates.localaws import json_body
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.query_body import StrictEc2Parser, StrictQueryParser, without_controls

PARSERS = {**PROTOCOL_PARSERS, "ec2": StrictEc2Parser, "query": StrictQueryParser}

FORMS = ("ec2", "query")
"""Protocols whose requests are forms."""

PROTOCOLS = ("json", "query", "rest-json")
"""The protocols spoken here, in the order in which they are looked for among those that a service offers."""


@dataclass(frozen=True)
class Request:
    """One HTTP request, read to its end."""

    method: str
    path: str
    query: MultiDict[str, str]
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@functools.cache
def service_model(service: str) -> ServiceModel:
    """The API model of a botocore service name."""
    loader = botocore.loaders.create_loader()
    return ServiceModel(loader.load_service_model(service, "service-2"), service)


@functools.cache
def speaks_query(service: str) -> bool:
    """Whether requests to a service may come as parameters, as EC2's do; of a service that nobody knows they may."""
    try:
        metadata = service_model(service).metadata
    except botocore.exceptions.UnknownServiceError:
        return True
    return not {"query", "ec2"}.isdisjoint(metadata.get("protocols") or [metadata["protocol"]])


@functools.cache
def protocol_of(service: str) -> str:
    """The protocol spoken for a service: the newest botocore lists CBOR first but sends what it sent before."""
    metadata = service_model(service).metadata
    offered = metadata.get("protocols") or [metadata["protocol"]]
    return next((known for known in PROTOCOLS if known in offered), metadata["protocol"])


def parse(
    service: str, action: str, protocol: str, request: Request, url_parameters: Mapping[str, str] | None = None
) -> Document:
    """Read the parameters of an action and refuse those that are not of the types of its input shape.

    Raises:
        AwsError: `SerializationException`, or `MalformedInput` in the protocols whose requests are forms.
    """
    model: OperationModel = service_model(service).operation_model(action)
    raw: Any = {
        "body": request.body,
        "headers": request.headers,
        "method": request.method,
        "url_params": dict(url_parameters or {}),
        "url_path": request.path,
        "values": request.query,
    }
    if protocol == "json" or (protocol == "rest-json" and request.body and not model.has_streaming_input):
        json_body.check(request.body, model.input_shape)
    try:
        parsed: Document = PARSERS[protocol](model).parse(raw)
    except Exception as error:
        code = "MalformedInput" if protocol in FORMS else "SerializationException"
        raise AwsError(code, f"The request of {action} could not be read: {error}"[:500]) from error
    return parsed


def answer(service: str, action: str, result: Document) -> Answer:
    """Serialize the result of an action by its output shape; members that the shape does not know are dropped."""
    model = service_model(service).operation_model(action)
    context = SerializationContext(str(uuid.uuid4()))
    serialized = get_serializer_class(service, protocol_of(service))(model, context).serialize(result)
    body = serialized["body"]
    headers = {**serialized["headers"], "x-amzn-RequestId": context.request_id}
    if model.has_streaming_output and isinstance(result.get("Body"), bytes):
        body = result["Body"]
        # The serializer calls every body JSON; a payload has the type that the action says.
        headers["Content-Type"] = result.get("ContentType", "application/octet-stream")
    return Answer(serialized["status_code"], body.encode() if isinstance(body, str) else bytes(body), headers)


def refuse(protocol: str, error: AwsError) -> Answer:
    """The error answer of a protocol."""
    if protocol in ("ec2", "query", "rest-xml"):
        return _refuse_in_xml(error, protocol)
    body = {"__type": error.code, "message": error.message, "Message": error.message, **error.detail}
    headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": error.code}
    return Answer(error.status, json.dumps(body).encode(), {**headers, "x-amzn-RequestId": str(uuid.uuid4())})


def _refuse_in_xml(error: AwsError, protocol: str) -> Answer:
    kind = "Receiver" if error.status >= 500 else "Sender"
    inner = f"<Code>{escape(error.code)}</Code><Message>{escape(without_controls(error.message))}</Message>"
    request_id = f"<RequestId>{uuid.uuid4()}</RequestId>"
    if protocol == "ec2":
        text = f"<Response><Errors><Error>{inner}</Error></Errors><RequestID>{uuid.uuid4()}</RequestID></Response>"
    elif protocol == "query":
        text = f"<ErrorResponse><Error><Type>{kind}</Type>{inner}</Error>{request_id}</ErrorResponse>"
    else:
        text = f'<?xml version="1.0" encoding="UTF-8"?><Error>{inner}{request_id}</Error>'
    return Answer(error.status, text.encode(), {"Content-Type": "text/xml"})
