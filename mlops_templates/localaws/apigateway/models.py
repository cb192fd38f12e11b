"""Models, which are JSON schemas, and validators of requests."""

import json

from mlops_templates.localaws.apigateway.json_schema import check_schema
from mlops_templates.localaws.apigateway.patches import patch
from mlops_templates.localaws.apigateway.records import RestApi, api_of, missing, new_id, refused, taken
from mlops_templates.localaws.apigateway.service import SERVICE
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document


@SERVICE.action
def create_model(call: Call, request: Document) -> Document:
    model = {key: request[key] for key in ("name", "description", "schema", "contentType") if request.get(key)}
    _check(model)
    with call.world.lock:
        api = api_of(call, request)
        if model["name"] in api.models:
            raise taken("Model name already exists for this REST API")
        api.models[model["name"]] = {"id": new_id(), **model}
    return api.models[model["name"]]


@SERVICE.action
def get_model(call: Call, request: Document) -> Document:
    return _model(api_of(call, request), request["modelName"])


@SERVICE.action
def update_model(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        model = dict(_model(api, request["modelName"]))
        patch(model, request, {"schema": str, "description": str})
        _check(model)
        api.models[model["name"]] = model
    return model


@SERVICE.action
def delete_model(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        name = _model(api, request["modelName"])["name"]
        for resource in api.resources.values():
            if any(name in (method.get("requestModels") or {}).values() for method in resource.methods.values()):
                raise taken(f"Cannot delete model '{name}', is referenced in method request")
        del api.models[name]
    return {}


@SERVICE.action
def create_request_validator(call: Call, request: Document) -> Document:
    validator = {
        "id": new_id(),
        "name": request.get("name", ""),
        "validateRequestBody": bool(request.get("validateRequestBody")),
        "validateRequestParameters": bool(request.get("validateRequestParameters")),
    }
    with call.world.lock:
        api_of(call, request).validators[validator["id"]] = validator
    return validator


@SERVICE.action
def get_request_validator(call: Call, request: Document) -> Document:
    return _validator(api_of(call, request), request["requestValidatorId"])


@SERVICE.action
def update_request_validator(call: Call, request: Document) -> Document:
    with call.world.lock:
        validator = _validator(api_of(call, request), request["requestValidatorId"])
        patch(validator, request, {"name": str, "validateRequestBody": bool, "validateRequestParameters": bool})
    return validator


@SERVICE.action
def delete_request_validator(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        del api.validators[_validator(api, request["requestValidatorId"])["id"]]
    return {}


def _model(api: RestApi, name: str) -> Document:
    if name not in api.models:
        raise missing(f"Invalid model name specified: {name}")
    return api.models[name]


def _validator(api: RestApi, identity: str) -> Document:
    if identity not in api.validators:
        raise missing("Invalid Request Validator identifier specified")
    return api.validators[identity]


def _check(model: Document) -> None:
    try:
        check_schema(json.loads(model.get("schema") or "{}"))
    except ValueError as error:
        raise refused(f"Invalid model specified: Validation Result: warnings : [], errors : [{error}]") from error
