"""What a request must have before it is passed on."""

import json
from collections.abc import Mapping

from mlops_templates.localaws.apigateway.json_schema import fits
from mlops_templates.localaws.apigateway.records import Deployment, Method


def problem(deployment: Deployment, method: Method, headers: Mapping[str, str], body: bytes, query: set[str]) -> str:
    """Why a request is refused; empty when it is not."""
    validator = deployment.validators.get(method.document.get("requestValidatorId", ""), {})
    if validator.get("validateRequestParameters") and (lacking := _lacking(method, headers, query)):
        return f"Missing required request parameters: [{', '.join(lacking)}]"
    if validator.get("validateRequestBody") and not _body_fits(deployment, method, headers, body):
        return "Invalid request body"
    return ""


def _lacking(method: Method, headers: Mapping[str, str], query: set[str]) -> list[str]:
    given = {"header": {name.lower() for name in headers}, "querystring": {name.lower() for name in query}}
    wanted = [name for name, required in (method.document.get("requestParameters") or {}).items() if required]
    parts = [name.split(".", 3)[2:] for name in wanted]
    return [name for kind, name in parts if kind in given and name.lower() not in given[kind]]


def _body_fits(deployment: Deployment, method: Method, headers: Mapping[str, str], body: bytes) -> bool:
    kinds = method.document.get("requestModels") or {}
    kind = headers.get("content-type", "application/json").partition(";")[0].strip()
    model = deployment.models.get(kinds.get(kind, kinds.get("$default", "")))
    if model is None:
        return True
    try:
        return fits(json.loads(body), json.loads(model.get("schema") or "{}"))
    except ValueError:
        return False
