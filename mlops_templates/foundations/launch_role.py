"""The role as which Service Catalog makes, updates and deletes the stacks of projects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from awacs.aws import (
    Action,
    Allow,
    ArnLike,
    Condition,
    ConditionElement,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
    StringLike,
)
from troposphere import AWSHelperFn, Ref, Sub, Tags, Template, encode_to_dict
from troposphere.iam import ManagedPolicy, Role

from mlops_templates.foundations.launch_actions import ResourceUse, launch_actions, passed_to_services
from mlops_templates.foundations.scopes import PROJECT_ROLES, Scope, by_scope
from mlops_templates.naming import IAM_PATH, arn, launch_policy_name, launch_role_name, logical_id

OPERATORS: dict[str, Callable[[dict[str, object]], ConditionElement]] = {
    "ArnLike": ArnLike,
    "StringEquals": StringEquals,
    "StringLike": StringLike,
}

# A managed policy holds 6,144 characters: so one for what a project keeps and one for what moves it.
KEEPS = ("SeedObjects", "Buckets", "NewKeys", "KeyTags", "Aliases", "Keys", "Repositories", "Connections", "Entities")

STACK_ACTIONS = (
    "CreateStack", "DeleteStack", "DescribeStackEvents", "DescribeStackResources", "DescribeStacks", "GetTemplate",
    "SetStackPolicy", "UpdateStack", "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet",
    "TagResource", "UntagResource",
)  # fmt: skip


@dataclass(frozen=True)
class LaunchPolicy:
    """One policy of a launch role; products that need the same share it."""

    part: str
    statements: tuple[Statement, ...]

    @cached_property
    def content(self) -> str:
        return json.dumps(encode_to_dict(list(self.statements)), sort_keys=True)


def launch_policies(uses: Iterable[ResourceUse]) -> tuple[LaunchPolicy, ...]:
    """The rights that the given resource types need for create, read, update and delete, and nothing more."""
    uses = tuple(uses)
    statements = [_statement(scope, actions, uses) for scope, actions in by_scope(launch_actions(uses))]
    keeps = tuple(statement for statement in statements if statement.properties["Sid"] in KEEPS)
    moves = tuple(statement for statement in statements if statement.properties["Sid"] not in KEEPS)
    policies = (
        LaunchPolicy("stacks", tuple(_stack_statements())),
        LaunchPolicy("storage", keeps),
        LaunchPolicy("delivery", moves),
    )
    # IAM refuses a policy without statements.
    return tuple(policy for policy in policies if policy.statements)


def add_launch_role(template: Template, *, product: str, policies: Iterable[AWSHelperFn]) -> Role:
    """The role that a launch constraint names for that product."""
    role = Role(
        logical_id(product, "launch_role"),
        RoleName=Sub(launch_role_name(product)),
        Path=IAM_PATH,
        Description=f"Service Catalog makes projects of {product} as this role",
        AssumeRolePolicyDocument=_trust(),
        ManagedPolicyArns=list(policies),
        Tags=Tags({"mlops-templates:part": "launch-role", "mlops-templates:product": product}),
    )
    return template.add_resource(role)


def add_launch_policy(template: Template, *, product: str, policy: LaunchPolicy) -> AWSHelperFn:
    resource = ManagedPolicy(
        logical_id(product, "launch", policy.part, "policy"),
        ManagedPolicyName=Sub(launch_policy_name(product, policy.part)),
        Path=IAM_PATH,
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=list(policy.statements)),
    )
    return Ref(template.add_resource(resource))


def _trust() -> PolicyDocument:
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            Statement(
                Effect=Allow,
                Principal=Principal("Service", "servicecatalog.amazonaws.com"),
                Action=[Action("sts", "AssumeRole")],
            )
        ],
    )


def _stack_statements() -> list[Statement]:
    return [
        Statement(
            Sid="Stacks",
            Effect=Allow,
            Action=[Action("cloudformation", name) for name in STACK_ACTIONS],
            Resource=[Sub(arn("cloudformation", "stack/SC-*"))],
        ),
        # Both read a template that is in no stack yet: they know no resource.
        Statement(
            Sid="Templates",
            Effect=Allow,
            Action=[Action("cloudformation", "GetTemplateSummary"), Action("cloudformation", "ValidateTemplate")],
            Resource=["*"],
        ),
        # Service Catalog keeps its own copy of each template, in a bucket of its own, and tags it so.
        Statement(
            Sid="ServiceCatalogCopies",
            Effect=Allow,
            Action=[Action("s3", "GetObject")],
            Resource=["*"],
            Condition=Condition(StringEquals({"s3:ExistingObjectTag/servicecatalog:provisioning": "true"})),
        ),
    ]


def _statement(scope: Scope, actions: list[str], uses: tuple[ResourceUse, ...]) -> Statement:
    conditions = [
        OPERATORS[name]({key: _filled(value) for key, value in pairs.items()})
        for name, pairs in scope.conditions.items()
    ]
    resources = scope.resources
    if scope.name == "PassedRoles":
        conditions = [StringEquals({"iam:PassedToService": list(passed_to_services(uses))})]
        resources = resources if any(use.abroad for use in uses) else (PROJECT_ROLES,)
    return Statement(
        Sid=scope.name,
        Effect=Allow,
        Action=[Action(*action.split(":", 1)) for action in actions],
        Resource=["*" if resource == "*" else Sub(resource) for resource in resources],
        **({"Condition": Condition(conditions)} if conditions else {}),
    )


def _filled(value: str | tuple[str, ...]) -> object:
    if isinstance(value, tuple):
        return [_filled(each) for each in value]
    return Sub(value) if "${" in value else value
