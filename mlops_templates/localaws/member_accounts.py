"""Accounts besides the default one: members of the organization that the default one manages.

AWS Organizations gives a new account a role that the managing account may assume. Here every account exists, and gets
that role when somebody first asks to assume it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.clients import ACCOUNT

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World

ACCESS_ROLE = re.compile(r"arn:aws:iam::(?P<account>\d{12}):role/(?P<name>OrganizationAccountAccessRole)")


def open_account(world: World, role_arn: str, region: str) -> None:
    """Make the role that the default account administers a member with, unless it is there or another role is meant."""
    asked = ACCESS_ROLE.fullmatch(role_arn)
    if asked is None or asked["account"] == ACCOUNT or entities.role(role_arn):
        return
    iam = world.clients.get("iam", region, world.sessions.of_root(asked["account"], region))
    trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    with suppress(ClientError):  # another request was first
        iam.create_role(RoleName=asked["name"], AssumeRolePolicyDocument=_policy(trust))
        iam.put_role_policy(
            RoleName=asked["name"], PolicyName="AdministratorAccess", PolicyDocument=_policy(everything)
        )


def _policy(statement: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
