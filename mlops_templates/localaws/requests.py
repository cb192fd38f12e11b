"""From an HTTP request to what an action is given: read, within the API model, and asking for nothing unemulated."""

from __future__ import annotations

from werkzeug.wrappers import Request

from mlops_templates.localaws import constraints, identifiers, members, wire
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.routing import Target
from mlops_templates.localaws.service import Service


def read(service: Service, target: Target, request: Request) -> Document:
    """The parameters of an action.

    Raises:
        AwsError: with the code that the service has for a request its model does not allow, or NotEmulated.
    """
    parsed = wire.parse(service.name, target.action, target.protocol, _wired(request), target.url_parameters)
    if service.breach:
        constraints.check(service.name, target.action, parsed, service.breach)
    else:
        constraints.require(service.name, target.action, parsed)
    identifiers.check(service.name, target.action, parsed, service.breach or "InvalidInputException")
    members.refuse(service.name, target.action, parsed)
    return parsed


def _wired(request: Request) -> wire.Request:
    return wire.Request(request.method, request.path, request.values, request.headers, request.get_data())
