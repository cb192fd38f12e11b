"""Rules of security groups: given and taken away, in either direction."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2.records import Facts, group_of, listed
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, Rule, SecurityGroup, new_id
from mlops_templates.localaws.errors import AwsError

MOST = 60
"""Rules of a group in one direction, by default."""
_NUMBERS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
_PEERS = (
    ("IpRanges", "CidrIp", "CidrIpv4"),
    ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
    ("UserIdGroupPairs", "GroupId", "GroupId"),
    ("PrefixListIds", "PrefixListId", "PrefixListId"),
)
"""Where a permission names its peers, and what such a rule calls them."""


@SERVICE.action
def authorize_security_group_ingress(call: Call, request: Document) -> Document:
    return _authorize(call, request, "ingress")


@SERVICE.action
def authorize_security_group_egress(call: Call, request: Document) -> Document:
    return _authorize(call, request, "egress")


@SERVICE.action
def revoke_security_group_ingress(call: Call, request: Document) -> Document:
    return _revoke(call, request, "ingress")


@SERVICE.action
def revoke_security_group_egress(call: Call, request: Document) -> Document:
    return _revoke(call, request, "egress")


@SERVICE.action
def describe_security_group_rules(call: Call, request: Document) -> Document:
    groups = call.state(Ec2State).groups.values()
    rows = [(group, id_, egress) for group in groups for egress in (False, True) for id_ in _side(group, egress)]
    wanted = request.get("SecurityGroupRuleIds") or [id_ for _, id_, _ in rows]
    if unknown := sorted(set(wanted) - {id_ for _, id_, _ in rows}):
        message = f"The security group rule ID '{unknown[0]}' does not exist"
        raise AwsError("InvalidSecurityGroupRuleId.NotFound", message)
    named = [row for row in rows if row[1] in wanted]
    left, token = listed(named, request, _facts)
    return {"SecurityGroupRules": [_told(call, *row) for row in left], "NextToken": token}


def permissions_of(call: Call, group: SecurityGroup, rules: dict[str, Rule]) -> list[Document]:
    """The rules of one direction, those of the same ports together."""
    found: dict[tuple[str, int, int], Document] = {}
    for id_, rule in rules.items():
        ports = {} if rule.protocol == "-1" else {"FromPort": rule.from_port, "ToPort": rule.to_port}
        fresh = {"IpProtocol": rule.protocol, **ports, **{member: [] for member, _, _ in _PEERS}}
        permission = found.setdefault((rule.protocol, rule.from_port, rule.to_port), fresh)
        member, key = next((member, key) for member, key, kind in _PEERS if kind == rule.kind)
        owner = {"UserId": call.account} if rule.kind == "GroupId" else {}
        words = {"Description": group.words[id_]} if group.words.get(id_) else {}
        permission[member].append({key: rule.peer, **owner, **words})
    return list(found.values())


def _named(request: Document) -> str:
    if not request.get("GroupId"):
        raise AwsError("MissingParameter", "The request must contain the parameter GroupId")
    return str(request["GroupId"])


def _authorize(call: Call, request: Document, side: str) -> Document:
    group = group_of(call, _named(request))
    new = list(_rules(call, _asked(request)))
    if not new:
        raise AwsError("MissingParameter", "The request must contain the parameter ipPermissions")
    with call.world.lock:
        held = _side(group, side == "egress")
        for rule, _ in new:
            if rule in held.values() or [other for other, _ in new].count(rule) > 1:
                raise AwsError("InvalidPermission.Duplicate", f'the specified rule "{rule}" already exists')
        if len(held) + len(new) > MOST:
            message = "The maximum number of rules per security group has been reached."
            raise AwsError("RulesPerSecurityGroupLimitExceeded", message)
        made = {new_id("sgr"): pair for pair in new}
        held |= {id_: rule for id_, (rule, _) in made.items()}
        group.words |= {id_: words for id_, (_, words) in made.items() if words}
    return {"Return": True, "SecurityGroupRules": [_told(call, group, id_, side == "egress") for id_ in made]}


def _revoke(call: Call, request: Document, side: str) -> Document:
    group = group_of(call, _named(request))
    with call.world.lock:
        held = _side(group, side == "egress")
        gone = [rule for rule, _ in _rules(call, _asked(request))]
        ids = [*request.get("SecurityGroupRuleIds", []), *(id_ for id_, rule in held.items() if rule in gone)]
        if set(ids) - set(held) or set(gone) - set(held.values()):
            message = "The specified rule does not exist in this security group."
            raise AwsError("InvalidPermission.NotFound", message)
        for id_ in ids:
            del held[id_]
            group.words.pop(id_, None)
    return {"Return": True}


def _side(group: SecurityGroup, egress: bool) -> dict[str, Rule]:
    return group.egress if egress else group.ingress


def _asked(request: Document) -> list[Document]:
    """The permissions of a request, or the one that it says in short."""
    if "IpProtocol" not in request:
        return request.get("IpPermissions") or []
    short: Document = {name: request[name] for name in ("FromPort", "IpProtocol", "ToPort") if name in request}
    return [{**short, "IpRanges": [{"CidrIp": request.get("CidrIp", "")}]}]


def _rules(call: Call, permissions: list[Document]) -> Iterator[tuple[Rule, str]]:
    """Every rule that permissions say, with its description."""
    for permission in permissions:
        protocol = _NUMBERS.get(str(permission.get("IpProtocol")), str(permission.get("IpProtocol", "")).lower())
        low, high = (-1, -1) if protocol == "-1" else (permission.get("FromPort", -1), permission.get("ToPort", -1))
        if protocol in ("tcp", "udp") and not 0 <= low <= high <= 65535:
            raise AwsError("InvalidParameterValue", f"Invalid value for portRange: {low}-{high}")
        for member, key, kind in _PEERS:
            for each in permission.get(member) or ():
                _check_peer(call, kind, each[key])
                yield Rule(protocol, low, high, kind, each[key]), each.get("Description") or ""


def _check_peer(call: Call, kind: str, peer: str) -> None:
    if kind == "GroupId":
        group_of(call, peer)
    elif kind.startswith("Cidr"):
        try:
            ip_network(peer)
        except ValueError as error:
            raise AwsError("InvalidParameterValue", f"CIDR block {peer} is malformed") from error


def _facts(row: tuple[SecurityGroup, str, bool]) -> Facts:
    return {"group-id": row[0].id, "security-group-rule-id": row[1]}


def _told(call: Call, group: SecurityGroup, id_: str, egress: bool) -> Document:
    rule = _side(group, egress)[id_]
    if rule.kind == "GroupId":
        peer: Document = {"ReferencedGroupInfo": {"GroupId": rule.peer, "UserId": call.account, "VpcId": group.vpc}}
    else:
        peer = {rule.kind: rule.peer}
    return {
        "SecurityGroupRuleId": id_,
        "GroupId": group.id,
        "GroupOwnerId": call.account,
        "IsEgress": egress,
        "IpProtocol": rule.protocol,
        "FromPort": rule.from_port,
        "ToPort": rule.to_port,
        "Description": group.words.get(id_),
        "Tags": [],
        **peer,
    }
