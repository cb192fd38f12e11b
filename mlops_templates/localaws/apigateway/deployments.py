"""Deployments: what an API was when it was deployed is what its stages serve."""

import copy
from dataclasses import replace
from datetime import UTC, datetime

from mlops_templates.localaws.apigateway.patches import patch
from mlops_templates.localaws.apigateway.records import (
    Deployment,
    Method,
    RestApi,
    api_of,
    missing,
    new_id,
    refused,
)
from mlops_templates.localaws.apigateway.service import SERVICE
from mlops_templates.localaws.apigateway.stages import put_stage
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document


@SERVICE.action
def create_deployment(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        made = _snapshot(api, request.get("description", ""))
        api.deployments[made.id] = made
        if stage := request.get("stageName"):
            description = {"description": request["stageDescription"]} if request.get("stageDescription") else {}
            variables = {"variables": request["variables"]} if request.get("variables") else {}
            put_stage(api, {**api.stages.get(stage, {}), "stageName": stage, **description, **variables}, made.id)
    return described(made)


@SERVICE.action
def get_deployment(call: Call, request: Document) -> Document:
    return described(_found(api_of(call, request), request["deploymentId"]))


@SERVICE.action
def get_deployments(call: Call, request: Document) -> Document:
    return {"items": [described(found) for found in api_of(call, request).deployments.values()]}


@SERVICE.action
def update_deployment(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        old = _found(api, request["deploymentId"])
        said: Document = {"description": old.description}
        patch(said, request, {"description": str})
        new = replace(old, description=said.get("description", ""))
        api.deployments[new.id] = new
    return described(new)


@SERVICE.action
def delete_deployment(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        gone = _found(api, request["deploymentId"])
        if any(stage["deploymentId"] == gone.id for stage in api.stages.values()):
            raise refused("Active stages pointing to this deployment must be moved or deleted")
        del api.deployments[gone.id]
    return {}


def described(deployment: Deployment) -> Document:
    return {"id": deployment.id, "description": deployment.description, "createdDate": deployment.created}


def _found(api: RestApi, identity: str) -> Deployment:
    found = api.deployments.get(identity)
    if found is None:
        raise missing("Invalid Deployment identifier specified")
    return found


def _snapshot(api: RestApi, description: str) -> Deployment:
    methods = {
        (resource.path, verb): Method(resource.id, copy.deepcopy(method))
        for resource in api.resources.values()
        for verb, method in resource.methods.items()
    }
    if not methods:
        raise refused("The REST API doesn't contain any methods")
    if any("methodIntegration" not in method.document for method in methods.values()):
        raise refused("No integration defined for method")
    models, validators = copy.deepcopy(api.models), copy.deepcopy(api.validators)
    policy = str(api.document.get("policy") or "")
    return Deployment(new_id(), description, datetime.now(UTC), methods, models, validators, policy)
