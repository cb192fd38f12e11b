"""Connections: create, look at, delete."""

from __future__ import annotations

import uuid

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codeconnections.service import action
from mlops_templates.localaws.codeconnections.state import Connection, ConnectionsState, find
from mlops_templates.localaws.codeconnections.tags import read_tags, shown
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


def describe(connection: Connection) -> Document:
    """The connection as the API shows it."""
    return {
        "ConnectionName": connection.name,
        "ConnectionArn": connection.arn,
        "ProviderType": connection.provider,
        "OwnerAccountId": connection.account,
        "ConnectionStatus": connection.status,
    }


@action
def create_connection(service: str, call: Call, request: Document) -> Document:
    """A new connection is pending, as every one that no person has authorised yet."""
    provider = request.get("ProviderType")
    if not provider:
        raise AwsError("InvalidInputException", "You must specify either a ProviderType or a HostArn.")
    tags = read_tags(request.get("Tags", []))
    arn = call.arn(service, f"connection/{uuid.uuid4()}")
    call.state(ConnectionsState).connections[arn] = Connection(arn, request["ConnectionName"], provider, tags)
    return {"ConnectionArn": arn, "Tags": shown(tags)}


@action
def get_connection(service: str, call: Call, request: Document) -> Document:
    return {"Connection": describe(find(call, request["ConnectionArn"]))}


@action
def list_connections(service: str, call: Call, request: Document) -> Document:
    wanted = request.get("ProviderTypeFilter")
    found = [each for each in call.state(ConnectionsState).connections.values() if wanted in (None, each.provider)]
    items, token = page([describe(each) for each in found], request)
    return {"Connections": items, "NextToken": token}


@action
def delete_connection(service: str, call: Call, request: Document) -> Document:
    connection = find(call, request["ConnectionArn"])
    del call.state(ConnectionsState).connections[connection.arn]
    return {}
