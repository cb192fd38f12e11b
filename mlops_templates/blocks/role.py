"""A role for one duty: trusted by one service, held by the permissions boundary, one managed policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from awacs.aws import Action, Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AWSHelperFn, GetAtt, Ref, Sub, Template, iam

from mlops_templates.blocks.statement import statements
from mlops_templates.model import Permission
from mlops_templates.naming import IAM_PATH, boundary_arn, logical_id, project_role

# Services that state the account they act for when they assume a role.
STATES_ITS_ACCOUNT = frozenset(
    {"codebuild.amazonaws.com", "codepipeline.amazonaws.com", "events.amazonaws.com", "sagemaker.amazonaws.com"}
)


@dataclass(frozen=True)
class Role:
    """A role and the permission to hand it to its service."""

    arn: AWSHelperFn
    service: str

    def pass_on(self) -> Permission:
        return pass_role(self.arn, self.service)


def pass_role(arn: AWSHelperFn, service: str) -> Permission:
    return Permission(("iam:PassRole",), (arn,), Condition(StringEquals({"iam:PassedToService": service})))


def add_role(template: Template, *, noun: str, duty: str, service: str, permissions: Iterable[Permission]) -> Role:
    identifier, policy = logical_id(noun, "role"), logical_id(noun, "policy")
    template.add_resource(
        iam.ManagedPolicy(
            policy,
            Path=IAM_PATH,
            ManagedPolicyName=Sub(project_role(noun)),
            PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=statements(permissions)),
        )
    )
    template.add_resource(
        iam.Role(
            identifier,
            Path=IAM_PATH,
            RoleName=Sub(project_role(noun)),
            Description=duty,
            AssumeRolePolicyDocument=_trust(service),
            # Named here and not in the policy, so that a role is never there without its permissions.
            ManagedPolicyArns=[Ref(policy)],
            PermissionsBoundary=Sub(boundary_arn()),
        )
    )
    return Role(arn=GetAtt(identifier, "Arn"), service=service)


def _trust(service: str) -> PolicyDocument:
    statement = Statement(Effect=Allow, Principal=Principal("Service", service), Action=[Action("sts", "AssumeRole")])
    if service in STATES_ITS_ACCOUNT:
        statement.Condition = Condition(StringEquals({"aws:SourceAccount": Sub("${AWS::AccountId}")}))
    return PolicyDocument(Version="2012-10-17", Statement=[statement])
