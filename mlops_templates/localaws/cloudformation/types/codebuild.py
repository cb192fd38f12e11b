"""AWS::CodeBuild::Project."""

from __future__ import annotations

from typing import Any

from botocore.model import Shape, StructureShape

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.errors import AwsError, not_emulated

_NOT_EMULATED = ("Triggers", "ResourceAccessRole")


def _create(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("Name") or resource.generated_name(150)
    return _made(call.client("codebuild").create_project(**_request(call, resource, name, "CreateProject")))


def _update(call: Call, resource: Resource, old: dict[str, Any]) -> Made:
    """All properties but the name change in place; what the template leaves out goes back to its default."""
    request = _request(call, resource, resource.physical_id, "UpdateProject")
    for gone in ("secondarySources", "secondaryArtifacts", "secondarySourceVersions", "logsConfig", "description"):
        request.setdefault(gone, {"logsConfig": {}, "description": ""}.get(gone, []))
    return _made(call.client("codebuild").update_project(**request))


def _delete(call: Call, resource: Resource) -> None:
    call.client("codebuild").delete_project(name=resource.physical_id)


def _request(call: Call, resource: Resource, name: str, operation: str) -> dict[str, Any]:
    for member in _NOT_EMULATED:
        if resource.properties.get(member):
            raise not_emulated(f"{member} of AWS::CodeBuild::Project")
    if resource.properties.get("Visibility", "PRIVATE") != "PRIVATE":
        raise not_emulated("public builds of AWS::CodeBuild::Project")
    shape = call.client("codebuild").meta.service_model.operation_model(operation).input_shape
    own = {key: value for key, value in resource.properties.items() if key not in {"Name", "Tags", "Visibility"}}
    tags = [{"key": key, "value": value} for key, value in sorted(resource.tags.items())]
    return {"name": name, **_converted(own, shape), "tags": tags}


def _converted(value: Any, shape: Shape) -> Any:
    """A property in the shape of the API: `BuildSpec` becomes `buildspec`, "60" becomes 60."""
    if isinstance(shape, StructureShape):
        members = {name.lower(): name for name in shape.members}
        named = {_member(key, members): each for key, each in value.items()}
        return {name: _converted(each, shape.members[name]) for name, each in named.items()}
    if shape.type_name == "list":
        return [_converted(each, shape.member) for each in value]
    if shape.type_name in {"integer", "long"}:
        return int(value)
    if shape.type_name == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    return str(value)


def _member(key: str, members: dict[str, str]) -> str:
    if key.lower() not in members:
        raise AwsError("InvalidRequest", f"Encountered unsupported property {key}")
    return members[key.lower()]


def _made(answer: dict[str, Any]) -> Made:
    project = answer["project"]
    return Made(project["name"], {"Arn": project["arn"], "Id": project["name"]})


TYPES = (ResourceType("AWS::CodeBuild::Project", _create, _delete, _update),)
