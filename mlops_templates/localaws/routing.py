"""From an HTTP request to the service and action it means."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import botocore.session

from mlops_templates.localaws import rest, wire
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.s3.operations import operation_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

INVOCATION = re.compile(r"^/endpoints/(?P<EndpointName>[^/]+)/(?P<kind>invocations|async-invocations|.+)$")
RUNTIME_ACTIONS = {"invocations": "InvokeEndpoint", "async-invocations": "InvokeEndpointAsync"}
SIGNED_AS = {"monitoring": "cloudwatch", "states": "stepfunctions"}
"""Services whose signatures have another name than botocore has for them."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
XML_SERVICES = frozenset({"cloudfront", "route53", "s3express"})
"""Services that nobody emulates whose clients understand a refusal in XML only."""


@dataclass(frozen=True)
class Target:
    """The service by botocore's name, the action by its API name, and how errors are written."""

    service: str
    action: str
    protocol: str
    url_parameters: Mapping[str, str] = field(default_factory=dict)


def service_of(signing_name: str) -> str:
    """The service by botocore's name."""
    return SIGNED_AS.get(signing_name, signing_name)


def target_of(service: str, request: Request) -> Target:
    """Read the action from the header of the JSON protocol, the form of the query protocol, or method and path."""
    if service == "s3":
        return Target("s3", operation_of(request), "rest-xml")
    if invocation := INVOCATION.match(request.path) if service == "sagemaker" else None:
        action = RUNTIME_ACTIONS.get(invocation["kind"], invocation["kind"])
        return Target("sagemaker-runtime", action, "rest-json", {"EndpointName": invocation["EndpointName"]})
    header = request.headers.get("X-Amz-Target", "")
    if header:
        return Target(service, header.rpartition(".")[2], "json")
    if called := rest.operation_of(service, request):
        return Target(service, called[0], "rest-json", called[1])
    action = request.values.get("Action", "") if wire.speaks_query(service) else ""
    return Target(service, action or f"{request.method} {request.path}", protocol_of(service))


def protocol_of(service: str) -> str:
    """How a service's errors are written when the request does not tell."""
    if service == "s3" or service in XML_SERVICES:
        return "rest-xml"
    if service == "ec2":
        return "ec2"
    return "query" if wire.speaks_query(service) else "json"


def check(target: Target, request: Request) -> None:
    """Refuse a request for an action that its service does not have, or that is not asked for in the service's way.

    Raises:
        AwsError: UnknownOperationException, InvalidAction, MissingAction or MethodNotAllowed.
    """
    model = wire.service_model(target.service)
    known = target.action in model.operation_names
    if target.protocol == "rest-xml" and request.method not in METHODS:
        raise AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", status=405)
    if target.protocol in wire.FORMS:
        _check_query(target, request, model.metadata["apiVersion"], known=known)
    if target.protocol == "json":
        prefix = request.headers.get("X-Amz-Target", "").rpartition(".")[0]
        known = known and request.method == "POST" and prefix == model.metadata["targetPrefix"]
    if target.protocol in ("json", "rest-json") and not known:
        raise AwsError("UnknownOperationException", f"{target.service} has no operation {target.action[:100]!r}")


def _check_query(target: Target, request: Request, offered: str, *, known: bool) -> None:
    if not request.values.get("Action"):
        raise AwsError("MissingAction", "The request must contain the parameter Action")
    version = request.values.get("Version", "NO_VERSION_SPECIFIED")
    if not known or version != offered or request.method not in ("GET", "POST"):
        message = f"Could not find operation {target.action[:100]} for version {version[:20]}"
        raise AwsError("InvalidAction", message)


def check_region(region: str) -> None:
    """Refuse a signature for a place that does not exist; so no name of a region leads out of a folder.

    Raises:
        AwsError: SignatureDoesNotMatch.
    """
    if region not in _regions():
        raise AwsError("SignatureDoesNotMatch", "Credential should be scoped to a valid region.", status=403)


@functools.cache
def _regions() -> frozenset[str]:
    return frozenset(botocore.session.Session().get_available_regions("sqs"))
