"""The file system of home directories, as the network sees it: what keeps subnets from being deleted."""

from __future__ import annotations

import secrets

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2 import interfaces
from mlops_templates.localaws.ec2.state import Ec2State, Rule, SecurityGroup, new_id


def new_file_system() -> str:
    return f"fs-{secrets.token_hex(9)[:17]}"


def mount(call: Call, domain: str, file_system: str, settings: Document) -> None:
    """A mount target in each subnet, behind groups that SageMaker makes and never deletes."""
    vpc = settings.get("VpcId")
    if not vpc:
        return
    inbound, outbound = (_group(call, vpc, domain, way) for way in ("inbound", "outbound"))
    inbound.ingress[new_id("sgr")] = _nfs(outbound.id)
    outbound.egress[new_id("sgr")] = _nfs(inbound.id)
    interfaces.attach(call, file_system, settings["SubnetIds"], [inbound.id], f"EFS mount target for {file_system}")
    call.world.changes.mark("ec2")


def move(call: Call, file_system: str, before: list[str], after: list[str]) -> None:
    """The mount targets to other subnets."""
    held = interfaces.of_owner(call, file_system)
    groups = held[0].groups if held else []
    interfaces.detach(call, file_system, set(before) - set(after))
    fresh = [subnet for subnet in after if subnet not in before]
    interfaces.attach(call, file_system, fresh, groups, f"EFS mount target for {file_system}")
    call.world.changes.mark("ec2")


def unmount(call: Call, file_system: str) -> None:
    interfaces.detach(call, file_system)
    call.world.changes.mark("ec2")


def _group(call: Call, vpc: str, domain: str, way: str) -> SecurityGroup:
    name = f"security-group-for-{way}-nfs-{domain}"
    group = SecurityGroup(new_id("sg"), name, f"[DO NOT DELETE] Security Group that allows {way} NFS traffic", vpc)
    call.state(Ec2State).groups[group.id] = group
    return group


def _nfs(peer: str) -> Rule:
    return Rule("tcp", 2049, 2049, "GroupId", peer)
