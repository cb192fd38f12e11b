"""The connections of one account and region."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World

AVAILABLE, PENDING = "AVAILABLE", "PENDING"
_ARN = re.compile(r"arn:aws:(codeconnections|codestar-connections):([a-z0-9-]+):(\d{12}):connection/([0-9a-f-]{36})")


@dataclass
class Connection:
    """A connection to a provider; PENDING until a person has authorised it."""

    arn: str
    name: str
    provider: str
    tags: dict[str, str] = field(default_factory=dict)
    status: str = PENDING

    @property
    def service(self) -> str:
        """The name of the service in its ARN, which is that of the actions that IAM asks for."""
        return self.arn.split(":")[2]

    @property
    def account(self) -> str:
        return self.arn.split(":")[4]


@dataclass
class ConnectionsState:
    """Connections by ARN."""

    connections: dict[str, Connection] = field(default_factory=dict)


def connection_at(world: World, arn: str) -> Connection | None:
    """The connection with an ARN, of whichever account; None when there is none."""
    parts = _ARN.fullmatch(arn)
    return world.state(ConnectionsState, parts[3], parts[2]).connections.get(arn) if parts else None


def find(call: Call, arn: str) -> Connection:
    """The connection with an ARN in the caller's account and region.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    found = call.state(ConnectionsState).connections.get(arn)
    if found is None:
        raise AwsError("ResourceNotFoundException", f"Connection {arn} not found")
    return found
