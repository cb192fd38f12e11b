"""A role of a foundation: one managed policy or more, a trust that names who, and a boundary if one is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from awacs.aws import PolicyDocument
from troposphere import AWSHelperFn, GetAtt, Ref, Sub, Template, iam

from mlops_templates.duties.statement import statements
from mlops_templates.model import Permission
from mlops_templates.naming import ACCOUNT, IAM_PATH

Trust = Mapping[str, object]
"""One statement of a trust policy."""


@dataclass(frozen=True)
class FoundationRole:
    """What a role is: `identifier` begins its logical ids, `name` is a text for `Fn::Sub`."""

    identifier: str
    name: str
    duty: str
    trust: Trust
    permissions: tuple[Permission, ...]
    boundary: AWSHelperFn | None = None
    condition: str = ""
    more: tuple[tuple[str, tuple[Permission, ...]], ...] = ()
    """Further managed policies, by what they are about: one holds 6,144 characters."""


def add_foundation_role(template: Template, role: FoundationRole) -> AWSHelperFn:
    """The ARN of the role."""
    condition: dict[str, Any] = {"Condition": role.condition} if role.condition else {}
    boundary: dict[str, Any] = {"PermissionsBoundary": role.boundary} if role.boundary else {}
    parts = (("", role.permissions), *role.more)
    policies = [
        template.add_resource(
            iam.ManagedPolicy(
                f"{role.identifier}{part.capitalize()}Policy",
                Path=IAM_PATH,
                ManagedPolicyName=Sub(f"{role.name}-{part}" if part else role.name),
                PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=statements(permissions)),
                **condition,
            )
        )
        for part, permissions in parts
    ]
    made = template.add_resource(
        iam.Role(
            f"{role.identifier}Role",
            Path=IAM_PATH,
            RoleName=Sub(role.name),
            Description=role.duty,
            AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": [role.trust]},
            ManagedPolicyArns=[Ref(policy) for policy in policies],
            **boundary,
            **condition,
        )
    )
    return GetAtt(made, "Arn")


def trusts_service(*services: str, states_its_account: bool = True) -> Trust:
    """AWS services of this account only; some of them cannot say for which account they act."""
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Principal": {"Service": list(services)},
        "Action": ["sts:AssumeRole"],
    }
    if states_its_account:
        statement["Condition"] = {"StringEquals": {"aws:SourceAccount": Sub(ACCOUNT)}}
    return statement
