"""From an HTTP request to the service and action it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlops_templates.localaws.s3.operations import operation_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

INVOCATION = re.compile(r"^/endpoints/(?P<EndpointName>[^/]+)/(?P<kind>invocations|async-invocations|.+)$")
RUNTIME_ACTIONS = {"invocations": "InvokeEndpoint", "async-invocations": "InvokeEndpointAsync"}
XML_SERVICES = frozenset({"cloudfront", "route53", "s3express"})
"""Services that nobody emulates whose clients understand a refusal in XML only."""


@dataclass(frozen=True)
class Target:
    """The service by botocore's name, the action by its API name, and how errors are written."""

    service: str
    action: str
    protocol: str
    url_parameters: Mapping[str, str] = field(default_factory=dict)


def target_of(signing_name: str, request: Request) -> Target:
    """Read the action from the header of the JSON protocol, the form of the query protocol, or method and path."""
    header = request.headers.get("X-Amz-Target", "")
    if header:
        return Target(signing_name, header.rpartition(".")[2], "json")
    if signing_name == "s3":
        return Target("s3", operation_of(request), "rest-xml")
    if invocation := INVOCATION.match(request.path) if signing_name == "sagemaker" else None:
        action = RUNTIME_ACTIONS.get(invocation["kind"], invocation["kind"])
        return Target("sagemaker-runtime", action, "json", {"EndpointName": invocation["EndpointName"]})
    action = request.values.get("Action", "")
    if action:
        return Target(signing_name, action, "query")
    protocol = "rest-xml" if signing_name in XML_SERVICES else "json"
    return Target(signing_name, f"{request.method} {request.path}", protocol)
