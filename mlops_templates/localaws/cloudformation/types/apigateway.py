"""AWS::ApiGateway::RestApi, Resource, Model, RequestValidator and Account."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked, policy_text
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import settable_tags
from mlops_templates.localaws.document import Document

ACCOUNT_ID = "account"


def _create_api(call: Call, resource: Resource) -> Made:
    given = resource.properties
    endpoint = {key[0].lower() + key[1:]: value for key, value in given.get("EndpointConfiguration", {}).items()}
    members = {
        "name": given.get("Name") or resource.generated_name(128),
        **({"description": given["Description"]} if given.get("Description") else {}),
        **({"endpointConfiguration": endpoint} if endpoint else {}),
        **({"policy": policy_text(given["Policy"])} if given.get("Policy") else {}),
        **({"binaryMediaTypes": given["BinaryMediaTypes"]} if given.get("BinaryMediaTypes") else {}),
        **({"apiKeySource": given["ApiKeySourceType"]} if given.get("ApiKeySourceType") else {}),
        **({"disableExecuteApiEndpoint": True} if given.get("DisableExecuteApiEndpoint") else {}),
    }
    tags = settable_tags(resource)
    made = call.client("apigateway").create_rest_api(**members, **({"tags": tags} if tags else {}))
    return _api(made)


def _update_api(call: Call, resource: Resource, old: Document) -> Made:
    given = resource.properties
    wanted = {
        "/description": given.get("Description", ""),
        "/policy": policy_text(given["Policy"]) if given.get("Policy") else "",
        **({"/name": given["Name"]} if given.get("Name") else {}),
    }
    operations = [{"op": "replace", "path": path, "value": value} for path, value in wanted.items()]
    made = call.client("apigateway").update_rest_api(restApiId=resource.physical_id, patchOperations=operations)
    return _api(made)


def _api(made: Document) -> Made:
    return Made(made["id"], {"RestApiId": made["id"], "RootResourceId": made["rootResourceId"]})


def _delete_api(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("apigateway").delete_rest_api(restApiId=resource.physical_id)


def _create_resource(call: Call, resource: Resource) -> Made:
    given = resource.properties
    made = call.client("apigateway").create_resource(
        restApiId=given["RestApiId"], parentId=given["ParentId"], pathPart=given["PathPart"]
    )
    return Made(made["id"], {"ResourceId": made["id"]})


def _delete_resource(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("apigateway").delete_resource(
            restApiId=resource.properties["RestApiId"], resourceId=resource.physical_id
        )


def _create_model(call: Call, resource: Resource) -> Made:
    given = resource.properties
    name = given.get("Name") or "".join(letter for letter in resource.generated_name(64) if letter.isalnum())
    members = {"contentType": given.get("ContentType", "application/json"), "schema": policy_text(given["Schema"])}
    description = {"description": given["Description"]} if given.get("Description") else {}
    call.client("apigateway").create_model(restApiId=given["RestApiId"], name=name, **members, **description)
    return Made(name)


def _update_model(call: Call, resource: Resource, old: Document) -> Made:
    given = resource.properties
    values = {"/schema": policy_text(given["Schema"]), "/description": given.get("Description", "")}
    call.client("apigateway").update_model(
        restApiId=given["RestApiId"],
        modelName=resource.physical_id,
        patchOperations=[{"op": "replace", "path": path, "value": value} for path, value in values.items()],
    )
    return Made(resource.physical_id)


def _delete_model(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("apigateway").delete_model(
            restApiId=resource.properties["RestApiId"], modelName=resource.physical_id
        )


def _create_validator(call: Call, resource: Resource) -> Made:
    given = resource.properties
    made = call.client("apigateway").create_request_validator(
        restApiId=given["RestApiId"],
        name=given.get("Name") or resource.generated_name(64),
        validateRequestBody=bool(given.get("ValidateRequestBody")),
        validateRequestParameters=bool(given.get("ValidateRequestParameters")),
    )
    return Made(made["id"], {"RequestValidatorId": made["id"]})


def _update_validator(call: Call, resource: Resource, old: Document) -> Made:
    given = resource.properties
    values = {name: bool(given.get(name)) for name in ("ValidateRequestBody", "ValidateRequestParameters")}
    operations: list[Any] = [
        {"op": "replace", "path": f"/{name[0].lower()}{name[1:]}", "value": "true" if value else "false"}
        for name, value in values.items()
    ]
    call.client("apigateway").update_request_validator(
        restApiId=given["RestApiId"], requestValidatorId=resource.physical_id, patchOperations=operations
    )
    return Made(resource.physical_id, resource.attributes)


def _delete_validator(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("apigateway").delete_request_validator(
            restApiId=resource.properties["RestApiId"], requestValidatorId=resource.physical_id
        )


def _put_account(call: Call, resource: Resource, old: Document | None = None) -> Made:
    """One setting per account and region: stacks that set it share it, and it outlives them."""
    role = picked(resource.properties, ["CloudWatchRoleArn"]).get("CloudWatchRoleArn", "")
    operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": role}
    call.client("apigateway").update_account(patchOperations=[operation])
    return Made(resource.physical_id or resource.generated_name(), {"Id": resource.physical_id or ACCOUNT_ID})


def _leave_account(call: Call, resource: Resource) -> None:
    """Nothing is taken back, as on AWS."""


API = frozenset(
    {
        "Name", "Description", "EndpointConfiguration", "Policy", "BinaryMediaTypes", "ApiKeySourceType", "Tags",
        "DisableExecuteApiEndpoint",
    }
)  # fmt: skip

TYPES = (
    ResourceType(
        "AWS::ApiGateway::RestApi",
        create=_create_api,
        update=_update_api,
        delete=_delete_api,
        properties=API,
        replace_on=frozenset({"EndpointConfiguration", "BinaryMediaTypes"}),
    ),
    ResourceType(
        "AWS::ApiGateway::Resource",
        create=_create_resource,
        delete=_delete_resource,
        properties=frozenset({"RestApiId", "ParentId", "PathPart"}),
    ),
    ResourceType(
        "AWS::ApiGateway::Model",
        create=_create_model,
        update=_update_model,
        delete=_delete_model,
        properties=frozenset({"RestApiId", "Name", "ContentType", "Schema", "Description"}),
    ),
    ResourceType(
        "AWS::ApiGateway::RequestValidator",
        create=_create_validator,
        update=_update_validator,
        delete=_delete_validator,
        properties=frozenset({"RestApiId", "Name", "ValidateRequestBody", "ValidateRequestParameters"}),
    ),
    ResourceType(
        "AWS::ApiGateway::Account",
        create=_put_account,
        update=_put_account,
        delete=_leave_account,
        properties=frozenset({"CloudWatchRoleArn"}),
    ),
)
