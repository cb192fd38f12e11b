"""Methods, and how they ask another service."""

import re

from mlops_templates.localaws.apigateway.records import api_of, method_of, missing, refused, resource_of, taken
from mlops_templates.localaws.apigateway.service import SERVICE
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

URI = re.compile(
    r"arn:aws:apigateway:(?P<region>[a-z0-9-]+):runtime\.sagemaker:path/+endpoints/(?P<endpoint>[^/]+)/invocations"
)
"""The one service that integrations ask here."""

PLACE = ("restApiId", "resourceId", "httpMethod", "statusCode")
PASSING = ("$input.body", "$input.json('$')", '$input.json("$")')
"""Templates that pass a body on as it is."""


@SERVICE.action
def put_method(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        resource, verb = resource_of(api, request["resourceId"]), request["httpMethod"]
        if verb in resource.methods:
            raise taken("Method already exists for this resource")
        if request.get("requestValidatorId") and request["requestValidatorId"] not in api.validators:
            raise refused("Invalid Request Validator identifier specified")
        for model in (request.get("requestModels") or {}).values():
            if model not in api.models:
                raise refused(f"Invalid model identifier specified: {model}")
        resource.methods[verb] = {"httpMethod": verb, "methodResponses": {}, **_said(request)}
        return resource.methods[verb]


@SERVICE.action
def get_method(call: Call, request: Document) -> Document:
    return method_of(api_of(call, request), request)


@SERVICE.action
def delete_method(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        method_of(api, request)
        del resource_of(api, request["resourceId"]).methods[request["httpMethod"]]
    return {}


@SERVICE.action
def put_integration(call: Call, request: Document) -> Document:
    uri, credentials = request.get("uri", ""), request.get("credentials", "")
    if not URI.fullmatch(uri):
        raise not_emulated(f"an integration with {uri or 'nothing'}")
    if request.get("integrationHttpMethod") != "POST":
        raise refused("Enumeration value for HttpMethod must be POST")
    if not credentials.startswith("arn:"):
        raise refused("AWS ARN for integration must contain path or action; it needs credentials to ask with")
    _check_templates(request.get("requestTemplates"))
    with call.world.lock:
        method = method_of(api_of(call, request), request)
        said = {key: value for key, value in _said(request).items() if key != "integrationHttpMethod"}
        kept = (method.get("methodIntegration") or {}).get("integrationResponses", {})
        method["methodIntegration"] = {
            "httpMethod": "POST",
            "passthroughBehavior": "WHEN_NO_MATCH",
            "timeoutInMillis": 29_000,
            "integrationResponses": kept,
            **said,
        }
        return dict(method["methodIntegration"])


@SERVICE.action
def put_method_response(call: Call, request: Document) -> Document:
    with call.world.lock:
        method = method_of(api_of(call, request), request)
        answer = {"statusCode": request["statusCode"], **_said(request)}
        method["methodResponses"][request["statusCode"]] = answer
    return answer


@SERVICE.action
def put_integration_response(call: Call, request: Document) -> Document:
    _check_templates(request.get("responseTemplates"))
    with call.world.lock:
        method = method_of(api_of(call, request), request)
        if "methodIntegration" not in method:
            raise missing("Invalid Integration identifier specified")
        if request["statusCode"] not in method["methodResponses"]:
            raise missing("Invalid Response status code specified")
        answer = {"statusCode": request["statusCode"], **_said(request)}
        method["methodIntegration"]["integrationResponses"][request["statusCode"]] = answer
    return answer


def _said(request: Document) -> Document:
    return {key: value for key, value in request.items() if key not in PLACE and value is not None}


def _check_templates(templates: dict[str, str] | None) -> None:
    for text in (templates or {}).values():
        if text and text.strip() not in PASSING:
            raise not_emulated("a mapping template that changes the body")
