"""From an HTTP request to the service and action it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

INVOCATION = re.compile(r"^/endpoints/(?P<EndpointName>[^/]+)/(?P<kind>invocations|async-invocations|.+)$")
RUNTIME_ACTIONS = {"invocations": "InvokeEndpoint", "async-invocations": "InvokeEndpointAsync"}


@dataclass(frozen=True)
class Target:
    """The service by botocore's name, the action by its API name, and how errors are written."""

    service: str
    action: str
    protocol: str
    url_parameters: Mapping[str, str] = field(default_factory=dict)


def target_of(signing_name: str, request: Request) -> Target:
    """Read the action from the header of the JSON protocol, the form of the query protocol, or the path."""
    header = request.headers.get("X-Amz-Target", "")
    if header:
        return Target(signing_name, header.rpartition(".")[2], "json")
    if signing_name == "s3":
        return Target("s3", request.method, "rest-xml")
    if invocation := INVOCATION.match(request.path) if signing_name == "sagemaker" else None:
        action = RUNTIME_ACTIONS.get(invocation["kind"], invocation["kind"])
        return Target("sagemaker-runtime", action, "json", {"EndpointName": invocation["EndpointName"]})
    action = request.values.get("Action", "")
    if action:
        return Target(signing_name, action, "query")
    return Target(signing_name, f"{request.method} {request.path}", "json")
