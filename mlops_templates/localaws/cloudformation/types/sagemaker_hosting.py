"""AWS::SageMaker::Model, EndpointConfig and Endpoint."""

from __future__ import annotations

import time

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.sagemaker_gone import gone_from_sagemaker
from mlops_templates.localaws.cloudformation.sagemaker_tags import request_of, retag
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

POLL_SECONDS = 0.05
UPDATE_MEMBERS = (
    "EndpointConfigName", "DeploymentConfig", "RetainAllVariantProperties", "ExcludeRetainedVariantProperties",
    "RetainDeploymentConfig",
)  # fmt: skip


def _create_model(call: Call, resource: Resource) -> Made:
    request = request_of(resource, "ModelName")
    arn = call.client("sagemaker").create_model(**request)["ModelArn"]
    return Made(arn, {"ModelArn": arn, "ModelName": request["ModelName"]})


def _create_config(call: Call, resource: Resource) -> Made:
    request = request_of(resource, "EndpointConfigName")
    arn = call.client("sagemaker").create_endpoint_config(**request)["EndpointConfigArn"]
    return Made(arn, {"EndpointConfigArn": arn, "EndpointConfigName": request["EndpointConfigName"]})


def _retag_only(call: Call, resource: Resource, old: Document) -> Made:
    """Everything but the tags replaces, by the provider schema."""
    retag(call, resource.physical_id, resource)
    return Made(resource.physical_id, resource.attributes)


def _delete_model(call: Call, resource: Resource) -> None:
    with gone_from_sagemaker():
        call.client("sagemaker").delete_model(ModelName=_name(resource))


def _delete_config(call: Call, resource: Resource) -> None:
    with gone_from_sagemaker():
        call.client("sagemaker").delete_endpoint_config(EndpointConfigName=_name(resource))


def _create_endpoint(call: Call, resource: Resource) -> Made:
    allowed = ("EndpointName", "EndpointConfigName", "DeploymentConfig", "Tags")
    request = {key: value for key, value in request_of(resource, "EndpointName").items() if key in allowed}
    with call.world.steps.step():
        arn = call.client("sagemaker").create_endpoint(**request)["EndpointArn"]
        resource.begun(arn)
    name = request["EndpointName"]
    found = _settled(call, name)
    if found["EndpointStatus"] != "InService":
        call.client("sagemaker").delete_endpoint(EndpointName=name)
        raise AwsError("NotStabilized", f"Endpoint {name} failed to be created: {found.get('FailureReason', '')}")
    return Made(arn, {"EndpointArn": arn, "EndpointName": name})


def _update_endpoint(call: Call, resource: Resource, old: Document) -> Made:
    """Put the new configuration into service; the resource fails when the old one goes on serving instead."""
    retag(call, resource.physical_id, resource)
    before = {key: old[key] for key in UPDATE_MEMBERS if key in old}
    after = {key: resource.properties[key] for key in UPDATE_MEMBERS if key in resource.properties}
    if before == after:
        return Made(resource.physical_id, resource.attributes)
    name, wanted = _name(resource), after["EndpointConfigName"]
    if wanted != before["EndpointConfigName"] and _settled(call, name)["EndpointConfigName"] == wanted:
        return Made(resource.physical_id, resource.attributes)  # the endpoint has rolled itself back
    call.client("sagemaker").update_endpoint(EndpointName=name, **after)
    found = _settled(call, name)
    if found["EndpointStatus"] != "InService" or found["EndpointConfigName"] != wanted or found.get("FailureReason"):
        raise AwsError("NotStabilized", f"Endpoint {name} failed to be updated: {found.get('FailureReason', '')}")
    return Made(resource.physical_id, resource.attributes)


def _delete_endpoint(call: Call, resource: Resource) -> None:
    name = _name(resource)
    with gone_from_sagemaker():
        _settled(call, name)
        call.client("sagemaker").delete_endpoint(EndpointName=name)
        while True:
            call.client("sagemaker").describe_endpoint(EndpointName=name)
            time.sleep(POLL_SECONDS)


def _settled(call: Call, name: str) -> Document:
    """The endpoint once nothing is in progress; the server itself limits how long that takes."""
    while True:
        found: Document = call.client("sagemaker").describe_endpoint(EndpointName=name)
        if found["EndpointStatus"] not in ("Creating", "Updating", "RollingBack"):
            return found
        time.sleep(POLL_SECONDS)


def _name(resource: Resource) -> str:
    return resource.physical_id.rpartition("/")[2]


TYPES = (
    ResourceType("AWS::SageMaker::Model", create=_create_model, update=_retag_only, delete=_delete_model),
    ResourceType("AWS::SageMaker::EndpointConfig", create=_create_config, update=_retag_only, delete=_delete_config),
    ResourceType(
        "AWS::SageMaker::Endpoint",
        create=_create_endpoint,
        update=_update_endpoint,
        delete=_delete_endpoint,
        waits=True,
    ),
)
