"""A role for one duty: trusted by its services, held by the permissions boundary, with shared policies only.

The policies are in a foundation stack and name the project by the tags of the role. So a project cannot write a policy
for itself, and a permission that must change is changed for all projects at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from awacs.aws import Action, Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AWSHelperFn, GetAtt, Ref, Sub, Tags, Template, iam

from mlops_templates.blocks.key import Key
from mlops_templates.model import Duty
from mlops_templates.naming import (
    IAM_PATH,
    KEY_ID_TAG,
    boundary_arn,
    logical_id,
    project_role,
    use_policy_arn,
)

# A service that does not state the account it acts for when it assumes a role.
SILENT_ABOUT_ACCOUNT = frozenset({"cloudformation.amazonaws.com"})


@dataclass(frozen=True)
class Role:
    """A role of the project."""

    arn: AWSHelperFn


@dataclass(frozen=True)
class Besides:
    """What a role has besides its duty: duties, policies of this project alone, tags that these read, a condition."""

    duties: Sequence[Duty] = ()
    policies: Sequence[AWSHelperFn] = ()
    tags: Mapping[str, AWSHelperFn] = field(default_factory=dict)
    condition: str = ""
    """The role is there only where this holds; empty: always."""


def add_role(template: Template, duty: Duty, *, key: Key, besides: Besides | None = None) -> Role:
    return add_trusting_role(template, duty, trust=trust(duty.services), key=key, besides=besides)


def add_trusting_role(
    template: Template, duty: Duty, *, trust: PolicyDocument, key: Key, besides: Besides | None = None
) -> Role:
    more = besides or Besides()
    identifier = logical_id(duty.name, "role")
    role = template.add_resource(
        iam.Role(
            identifier,
            Path=IAM_PATH,
            RoleName=Sub(project_role(duty.name)),
            AssumeRolePolicyDocument=trust,
            ManagedPolicyArns=[*(Sub(use_policy_arn(each.name)) for each in (duty, *more.duties)), *more.policies],
            PermissionsBoundary=Sub(boundary_arn()),
            # With the tags of the project, which come from the stack, it says whose role this is. Without them the
            # shared policies allow nothing.
            Tags=Tags({KEY_ID_TAG: key.identifier, **more.tags}),
        )
    )
    if more.condition:
        role.Condition = more.condition
    return Role(arn=GetAtt(identifier, "Arn"))


def trust(services: Sequence[str]) -> PolicyDocument:
    statement = Statement(
        Effect=Allow,
        Principal=Principal("Service", list(services) if len(services) > 1 else services[0]),
        Action=[Action("sts", "AssumeRole")],
    )
    if not SILENT_ABOUT_ACCOUNT & set(services):
        statement.Condition = Condition(StringEquals({"aws:SourceAccount": Ref("AWS::AccountId")}))
    return PolicyDocument(Version="2012-10-17", Statement=[statement])
