"""The paths of an API."""

from mlops_templates.localaws.apigateway.records import (
    Resource,
    RestApi,
    api_of,
    new_id,
    refused,
    resource_of,
    taken,
)
from mlops_templates.localaws.apigateway.service import SERVICE
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated


@SERVICE.action
def create_resource(call: Call, request: Document) -> Document:
    part = request["pathPart"]
    if part.endswith("+}"):
        raise not_emulated("a greedy path of an API")
    with call.world.lock:
        api = api_of(call, request)
        parent = resource_of(api, request["parentId"])
        path = f"{parent.path.rstrip('/')}/{part}"
        if any(resource.path == path for resource in api.resources.values()):
            raise taken(f"Another resource with the same parent already has this name: {part}")
        made = Resource(new_id(), path, parent.id, part)
        api.resources[made.id] = made
    return described(made)


@SERVICE.action
def get_resource(call: Call, request: Document) -> Document:
    return described(resource_of(api_of(call, request), request["resourceId"]))


@SERVICE.action
def get_resources(call: Call, request: Document) -> Document:
    return {"items": [described(resource) for resource in api_of(call, request).resources.values()]}


@SERVICE.action
def delete_resource(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        gone = resource_of(api, request["resourceId"])
        if gone.path == "/":
            raise refused("Root resource cannot be deleted")
        for inner in _below(api, gone):
            del api.resources[inner.id]
    return {}


def described(resource: Resource) -> Document:
    place = {"parentId": resource.parent, "pathPart": resource.part} if resource.parent else {}
    return {"id": resource.id, "path": resource.path, **place, "resourceMethods": dict(resource.methods)}


def _below(api: RestApi, resource: Resource) -> list[Resource]:
    return [
        found
        for found in api.resources.values()
        if found.id == resource.id or found.path.startswith(f"{resource.path}/")
    ]
