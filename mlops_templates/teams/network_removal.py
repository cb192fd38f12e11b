"""How a VPC is removed with the security groups in it, which may name each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

RULES = {"ingress": "IpPermissions", "egress": "IpPermissionsEgress"}


def vpc_removal(vpc: str, ec2: Any) -> Iterator[str]:
    """First the rules by which groups name groups, then the groups, among them two that SageMaker made for homes."""
    pages = ec2.get_paginator("describe_security_groups").paginate(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
    groups = [group for page in pages for group in page["SecurityGroups"]]
    for group in groups:
        for way, member in RULES.items():
            if named := [rule for one in group[member] if (rule := _named(one, group))["UserIdGroupPairs"]]:
                rules = json.dumps(named, separators=(",", ":"))
                yield f"aws ec2 revoke-security-group-{way} --group-id {group['GroupId']} --ip-permissions '{rules}'"
    for group in groups:
        # It goes with its VPC.
        if group["GroupName"] != "default":
            yield f"aws ec2 delete-security-group --group-id {group['GroupId']}"
    yield f"aws ec2 delete-vpc --vpc-id {vpc}"


def _named(rule: Mapping[str, Any], group: Mapping[str, Any]) -> dict[str, Any]:
    """The rule as far as it is about other groups."""
    ports = {name: rule[name] for name in ("FromPort", "ToPort") if name in rule}
    others = [pair["GroupId"] for pair in rule.get("UserIdGroupPairs", ()) if pair["GroupId"] != group["GroupId"]]
    return {"IpProtocol": rule["IpProtocol"], **ports, "UserIdGroupPairs": [{"GroupId": other} for other in others]}
