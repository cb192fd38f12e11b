"""What an account and region has of networks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mlops_templates.localaws.document import Document


def new_id(prefix: str) -> str:
    """`vpc-` and 17 hexadecimal digits."""
    return f"{prefix}-{secrets.token_hex(9)[:17]}"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Vpc:
    """A network; what it resolves decides which endpoints it can have."""

    id: str
    cidr: str
    tenancy: str
    dns_support: bool = True
    dns_hostnames: bool = False
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class Subnet:
    """A part of a network in one zone."""

    id: str
    vpc: str
    cidr: str
    zone: str
    public_addresses: bool = False
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class RouteTable:
    """Where packets go; `associations` holds subnets by the id of their association, `endpoints` lists gateways."""

    id: str
    vpc: str
    main: str = ""
    """The id of the association with the VPC itself."""
    associations: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """Who may be talked to, or talk: a range of addresses, a security group or a list of prefixes."""

    protocol: str
    from_port: int
    to_port: int
    kind: str
    """`CidrIpv4`, `CidrIpv6`, `GroupId` or `PrefixListId`."""
    peer: str

    def __str__(self) -> str:
        name = "ALL" if self.protocol == "-1" else self.protocol.upper()
        return f"peer: {self.peer}, {name}, from port: {self.from_port}, to port: {self.to_port}, ALLOW"


@dataclass
class SecurityGroup:
    """Rules by id, for each direction; descriptions of rules beside them."""

    id: str
    name: str
    description: str
    vpc: str
    ingress: dict[str, Rule] = field(default_factory=dict)
    egress: dict[str, Rule] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class Interface:
    """A network interface that a service has in a subnet: it keeps subnet and groups from being deleted."""

    id: str
    subnet: str
    groups: list[str]
    description: str
    owner: str
    """The id of what it belongs to."""


@dataclass
class Endpoint:
    """The way to an AWS service."""

    id: str
    vpc: str
    kind: str
    service: str
    policy: str
    subnets: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    route_tables: list[str] = field(default_factory=list)
    private_dns: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    created: datetime = field(default_factory=now)


@dataclass
class FlowLog:
    """A flow log with the settings of its request."""

    id: str
    resource: str
    settings: Document
    tags: dict[str, str] = field(default_factory=dict)
    created: datetime = field(default_factory=now)


@dataclass
class Ec2State:
    """Everything by id."""

    vpcs: dict[str, Vpc] = field(default_factory=dict)
    subnets: dict[str, Subnet] = field(default_factory=dict)
    route_tables: dict[str, RouteTable] = field(default_factory=dict)
    groups: dict[str, SecurityGroup] = field(default_factory=dict)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    flow_logs: dict[str, FlowLog] = field(default_factory=dict)
