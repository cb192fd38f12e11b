"""The ARNs that a request of EC2 is about: what it makes, and everything of its network that it names."""

from __future__ import annotations

from collections.abc import Iterator

from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.document import Document

MADE = {
    "CreateFlowLogs": "vpc-flow-log",
    "CreateRouteTable": "route-table",
    "CreateSecurityGroup": "security-group",
    "CreateSubnet": "subnet",
    "CreateVpc": "vpc",
    "CreateVpcEndpoint": "vpc-endpoint",
}
"""What each creation makes; that comes first, because its tags are asked for there."""

KINDS = {
    "fl": "vpc-flow-log",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "subnet": "subnet",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
}
"""Types by the word that ids begin with."""


def resources_of(operation: str, types: frozenset[str], request: Document, place: Place) -> Iterator[str]:
    if made := MADE.get(operation):
        yield place.arn("ec2", f"{made}/*")
    for member, value in request.items():
        for id_ in value if isinstance(value, list) else [value]:
            kind = KINDS.get(str(id_).partition("-")[0]) if isinstance(id_, str) and member.endswith(_IDS) else None
            if kind and kind in types:
                yield place.arn("ec2", f"{kind}/{id_}")


_IDS = ("Id", "Ids", "Resources")
