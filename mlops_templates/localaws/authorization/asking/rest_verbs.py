"""API Gateway, whose actions IAM knows by the verbs of HTTP and whose resources by the paths of its own API."""

from __future__ import annotations

import re

from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.document import Document

SERVICE = "apigateway"
POLICY = "apigateway:UpdateRestApiPolicy"


def actions_of(operation: str, request: Document) -> tuple[str, ...]:
    """The verb; and for the policy of an API an action of its own."""
    verb = f"{SERVICE}:{_http(operation)['method']}"
    patched = any(str(each.get("path", "")).startswith("/policy") for each in request.get("patchOperations") or [])
    return (verb, POLICY) if request.get("policy") or patched else (verb,)


def resource_of(operation: str, request: Document, place: Place) -> str:
    """`arn:aws:apigateway:REGION::/restapis/...`."""
    model = _model(operation)
    members = {shape.serialization.get("name", name): name for name, shape in model.input_shape.members.items()}
    path = _http(operation)["requestUri"].partition("?")[0]
    filled = re.sub(r"\{(\w+)\}", lambda found: str(request.get(members.get(found[1], ""), "*")), path)
    return f"arn:aws:{SERVICE}:{place.region}::{filled}"


def _model(operation: str):  # type: ignore[no-untyped-def]
    from mlops_templates.localaws import wire

    return wire.service_model(SERVICE).operation_model(operation)


def _http(operation: str) -> dict[str, str]:
    return dict(_model(operation).http)
