"""AWS::CodeConnections::Connection and AWS::CodeStarConnections::Connection, the same under its older name."""

from __future__ import annotations

import contextlib
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType


def _type(name: str, service: str) -> ResourceType:
    def create(call: Call, resource: Resource) -> Made:
        given = {key: value for key, value in resource.properties.items() if key in _GIVEN}
        tags = [{"Key": key, "Value": value} for key, value in sorted(resource.tags.items())]
        connections = call.client(service)
        return _made(connections, connections.create_connection(**given, Tags=tags)["ConnectionArn"])

    def update(call: Call, resource: Resource, old: dict[str, Any]) -> Made:
        """Only tags change in place."""
        connections, arn = call.client(service), resource.physical_id
        gone = sorted(resource.old_tags.keys() - resource.tags.keys())
        if gone:
            connections.untag_resource(ResourceArn=arn, TagKeys=gone)
        if resource.tags:
            tags = [{"Key": key, "Value": value} for key, value in sorted(resource.tags.items())]
            connections.tag_resource(ResourceArn=arn, Tags=tags)
        return _made(connections, arn)

    def delete(call: Call, resource: Resource) -> None:
        connections = call.client(service)
        with contextlib.suppress(connections.exceptions.ResourceNotFoundException):
            connections.delete_connection(ConnectionArn=resource.physical_id)

    return ResourceType(name, create, delete, update, properties=_GIVEN | {"Tags"})


_GIVEN = frozenset({"ConnectionName", "HostArn", "ProviderType"})


def _made(connections: Any, arn: str) -> Made:
    found = connections.get_connection(ConnectionArn=arn)["Connection"]
    attributes = ("ConnectionArn", "ConnectionStatus", "OwnerAccountId")
    return Made(arn, {name: found[name] for name in attributes})


TYPES = (
    _type("AWS::CodeConnections::Connection", "codeconnections"),
    _type("AWS::CodeStarConnections::Connection", "codestar-connections"),
)
