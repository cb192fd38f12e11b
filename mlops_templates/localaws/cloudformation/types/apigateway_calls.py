"""AWS::ApiGateway::Method, Deployment and Stage: what of an API is called."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked, refuse_others
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import settable_tags
from mlops_templates.localaws.document import Document

METHOD = (
    "AuthorizationType", "ApiKeyRequired", "OperationName", "RequestModels", "RequestParameters", "RequestValidatorId",
)  # fmt: skip
INTEGRATION = (
    "Type", "Uri", "Credentials", "RequestParameters", "RequestTemplates", "PassthroughBehavior", "ContentHandling",
    "TimeoutInMillis", "ConnectionType",
)  # fmt: skip
METHOD_RESPONSE = ("ResponseParameters", "ResponseModels")
INTEGRATION_RESPONSE = ("SelectionPattern", "ResponseParameters", "ResponseTemplates", "ContentHandling")


def _create_method(call: Call, resource: Resource) -> Made:
    given, api = resource.properties, call.client("apigateway")
    place = _place(given)
    members = {"AuthorizationType": "NONE", **picked(given, METHOD)}
    api.put_method(**place, **_members(members))
    for response in given.get("MethodResponses", []):
        refuse_others(response, {*METHOD_RESPONSE, "StatusCode"}, "AWS::ApiGateway::Method MethodResponses")
        said = _members(picked(response, METHOD_RESPONSE))
        api.put_method_response(**place, statusCode=str(response["StatusCode"]), **said)
    if integration := given.get("Integration"):
        known = {*INTEGRATION, "IntegrationHttpMethod", "IntegrationResponses"}
        refuse_others(integration, known, "AWS::ApiGateway::Method Integration")
        said = _members(picked(integration, (*INTEGRATION, "IntegrationHttpMethod")))
        api.put_integration(**place, **said)
        for response in integration.get("IntegrationResponses", []):
            said = _members(picked(response, INTEGRATION_RESPONSE))
            api.put_integration_response(**place, statusCode=str(response["StatusCode"]), **said)
    return Made(f"{place['restApiId']}|{place['resourceId']}|{place['httpMethod']}")


def _update_method(call: Call, resource: Resource, old: Document) -> Made:
    call.client("apigateway").delete_method(**_place(resource.properties))
    return _create_method(call, resource)


def _delete_method(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("apigateway").delete_method(**_place(resource.properties))


def _create_deployment(call: Call, resource: Resource) -> Made:
    given = resource.properties
    made = call.client("apigateway").create_deployment(
        **_members(picked(given, ("RestApiId", "Description", "StageName")))
    )
    return Made(made["id"], {"DeploymentId": made["id"]})


def _update_deployment(call: Call, resource: Resource, old: Document) -> Made:
    operation = {"op": "replace", "path": "/description", "value": resource.properties.get("Description", "")}
    call.client("apigateway").update_deployment(
        restApiId=resource.properties["RestApiId"], deploymentId=resource.physical_id, patchOperations=[operation]
    )
    return Made(resource.physical_id, resource.attributes)


def _delete_deployment(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("apigateway").delete_deployment(
            restApiId=resource.properties["RestApiId"], deploymentId=resource.physical_id
        )


def _create_stage(call: Call, resource: Resource) -> Made:
    given = resource.properties
    name = given.get("StageName") or resource.generated_name(128)
    tags = settable_tags(resource)
    said = _members(picked(given, ("RestApiId", "DeploymentId", "Description", "Variables", "TracingEnabled")))
    call.client("apigateway").create_stage(stageName=name, **said, **({"tags": tags} if tags else {}))
    with undone_by(lambda: call.client("apigateway").delete_stage(restApiId=given["RestApiId"], stageName=name)):
        _settle(call, given, name)
    return Made(name)


def _update_stage(call: Call, resource: Resource, old: Document) -> Made:
    given = resource.properties
    moved = [_replace("deploymentId", given["DeploymentId"]), _replace("description", given.get("Description", ""))]
    gone_variables = set(old.get("Variables", {})) - set(given.get("Variables", {}))
    moved += [{"op": "remove", "path": f"/variables/{name}"} for name in sorted(gone_variables)]
    moved += [_replace(f"variables/{name}", value) for name, value in given.get("Variables", {}).items()]
    if "AccessLogSetting" in old and "AccessLogSetting" not in given:
        moved.append({"op": "remove", "path": "/accessLogSettings"})
    _patch(call, given, resource.physical_id, moved)
    _settle(call, given, resource.physical_id)
    return Made(resource.physical_id)


def _delete_stage(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("apigateway").delete_stage(
            restApiId=resource.properties["RestApiId"], stageName=resource.physical_id
        )


def _settle(call: Call, given: Document, name: str) -> None:
    """What of a stage is said by patches only: its log, and the settings of its methods."""
    log = given.get("AccessLogSetting") or {}
    members = (("DestinationArn", "destinationArn"), ("Format", "format"))
    operations = [_replace(f"accessLogSettings/{path}", log[key]) for key, path in members if key in log]
    paths = {
        "LoggingLevel": "logging/loglevel",
        "DataTraceEnabled": "logging/dataTrace",
        "MetricsEnabled": "metrics/enabled",
        "ThrottlingRateLimit": "throttling/rateLimit",
        "ThrottlingBurstLimit": "throttling/burstLimit",
    }
    for setting in given.get("MethodSettings", []):
        refuse_others(setting, {*paths, "HttpMethod", "ResourcePath"}, "AWS::ApiGateway::Stage MethodSettings")
        place = setting.get("ResourcePath", "/*").lstrip("/").replace("/", "~1") or "~1"
        verb = setting.get("HttpMethod", "*")
        operations += [_replace(f"{place}/{verb}/{paths[key]}", setting[key]) for key in paths if key in setting]
    _patch(call, given, name, operations)


def _patch(call: Call, given: Document, name: str, operations: list[dict[str, str]]) -> None:
    if operations:
        call.client("apigateway").update_stage(restApiId=given["RestApiId"], stageName=name, patchOperations=operations)


def _replace(path: str, value: object) -> dict[str, str]:
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": f"/{path}", "value": text}


def _place(given: Document) -> dict[str, str]:
    return {"restApiId": given["RestApiId"], "resourceId": given["ResourceId"], "httpMethod": given["HttpMethod"]}


def _members(properties: Document) -> dict[str, Any]:
    """Properties under the names of the API."""
    return {name[0].lower() + name[1:]: value for name, value in properties.items()}


TYPES = (
    ResourceType(
        "AWS::ApiGateway::Method",
        create=_create_method,
        update=_update_method,
        delete=_delete_method,
        properties=frozenset(
            {*METHOD, "RestApiId", "ResourceId", "HttpMethod", "Integration", "MethodResponses"}
        ),
    ),
    ResourceType(
        "AWS::ApiGateway::Deployment",
        create=_create_deployment,
        update=_update_deployment,
        delete=_delete_deployment,
        properties=frozenset({"RestApiId", "Description", "StageName"}),
    ),
    ResourceType(
        "AWS::ApiGateway::Stage",
        create=_create_stage,
        update=_update_stage,
        delete=_delete_stage,
        properties=frozenset(
            {
                "RestApiId", "StageName", "DeploymentId", "Description", "Variables", "TracingEnabled", "Tags",
                "AccessLogSetting", "MethodSettings",
            }
        ),
    ),
)  # fmt: skip
