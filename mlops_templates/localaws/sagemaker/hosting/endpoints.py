"""Endpoints."""

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.hosting import baking, deployment, guardrails, serverless
from mlops_templates.localaws.sagemaker.hosting.descriptions import described, summary
from mlops_templates.localaws.sagemaker.hosting.records import (
    Endpoint,
    EndpointConfig,
    HostingState,
    config_of,
    endpoint_of,
)
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.service import SERVICE

MOVING = ("Creating", "Updating", "RollingBack", "Deleting")
RETAINABLE = frozenset({"DesiredInstanceCount", "DesiredWeight", "DataCaptureConfig"})


@SERVICE.action
def create_endpoint(call: Call, request: Document) -> Document:
    config = config_of(call, request["EndpointConfigName"])
    serverless.check_deployment(config, request.get("DeploymentConfig"))
    guardrails.check(request.get("DeploymentConfig"), deployment.instances_of(config))
    name, state, moment = request["EndpointName"], call.state(HostingState), now()
    arn = call.arn("sagemaker", f"endpoint/{name}")
    with call.world.lock:
        if name in state.endpoints:
            raise invalid(f'Cannot create already existing endpoint "{arn}".')
        tags.register(call, arn, request.get("Tags"))
        endpoint = Endpoint(name, arn, config, moment, moment, deployment=request.get("DeploymentConfig"))
        state.endpoints[name] = endpoint
    call.world.spawn(f"create {arn}", deployment.create, call, endpoint)
    return {"EndpointArn": arn}


@SERVICE.action
def describe_endpoint(call: Call, request: Document) -> Document:
    return described(endpoint_of(call, request["EndpointName"]))


@SERVICE.action
def list_endpoints(call: Call, request: Document) -> Document:
    endpoints = call.state(HostingState).endpoints.values()
    kept = select(endpoints, request, order="Descending", status=lambda endpoint: endpoint.status)
    listed, token = page(kept, request)
    return {"Endpoints": [summary(endpoint) for endpoint in listed], "NextToken": token}


@SERVICE.action
def update_endpoint(call: Call, request: Document) -> Document:
    config = config_of(call, request["EndpointConfigName"])
    given = _deployment_config(call, request)
    serverless.check_deployment(config, given)
    guardrails.check(given, deployment.instances_of(config))
    _check_alarms(call, config, given)
    with call.world.lock:
        endpoint = endpoint_of(call, request["EndpointName"])
        _check_in_service(endpoint)
        serverless.check_update(endpoint.config, config)
        endpoint.status, endpoint.failure_reason, endpoint.modified = "Updating", "", now()
        endpoint.deployment = given
    call.world.spawn(f"update {endpoint.arn}", deployment.update, call, endpoint, config, _wish(request))
    return {"EndpointArn": endpoint.arn}


@SERVICE.action
def update_endpoint_weights_and_capacities(call: Call, request: Document) -> Document:
    with call.world.lock:
        endpoint = endpoint_of(call, request["EndpointName"])
        _check_in_service(endpoint)
        deployment.reweigh(call, endpoint, request["DesiredWeightsAndCapacities"])
    return {"EndpointArn": endpoint.arn}


@SERVICE.action
def delete_endpoint(call: Call, request: Document) -> Document:
    with call.world.lock:
        endpoint = endpoint_of(call, request["EndpointName"])
        if endpoint.status in MOVING:
            raise invalid(f'Cannot update in-progress endpoint "{endpoint.arn}".')
        endpoint.status, endpoint.modified = "Deleting", now()
    call.world.spawn(f"delete {endpoint.arn}", deployment.delete, call, endpoint)
    return {}


def _check_in_service(endpoint: Endpoint) -> None:
    if endpoint.status in MOVING:
        raise invalid(f'Cannot update in-progress endpoint "{endpoint.arn}".')
    if endpoint.status != "InService":
        raise invalid(f'Cannot update endpoint "{endpoint.arn}" in status {endpoint.status}.')


def _deployment_config(call: Call, request: Document) -> Document | None:
    """How an update is to go: as it says, or as the last one went."""
    if request.get("RetainDeploymentConfig"):
        return endpoint_of(call, request["EndpointName"]).deployment
    return request.get("DeploymentConfig")


def _check_alarms(call: Call, config: EndpointConfig, given: Document | None) -> None:
    """Refuse alarms that do not exist, or that neither the role of the model nor the caller may read."""
    alarms = guardrails.alarms_of(given)
    try:
        known = baking.states(deployment.reader_of(call, config, alarms), alarms) if alarms else {}
    except ClientError as error:
        raise invalid(f"The alarms of AutoRollbackConfiguration cannot be read: {error}") from error
    if missing := [name for name in alarms if name not in known]:
        raise invalid(f"The alarms {', '.join(missing)} of AutoRollbackConfiguration do not exist.")


def _wish(request: Document) -> deployment.Wish:
    if not request.get("RetainAllVariantProperties"):
        return deployment.Wish()
    excluded = {entry["VariantPropertyType"] for entry in request.get("ExcludeRetainedVariantProperties", [])}
    return deployment.Wish(RETAINABLE - excluded)
