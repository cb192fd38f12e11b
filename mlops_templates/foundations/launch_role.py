"""The role as which Service Catalog makes, updates and deletes the stacks of projects."""

from __future__ import annotations

from collections.abc import Iterable

from awacs.aws import Action, Allow, Condition, PolicyDocument, Principal, Statement, StringEquals, StringLike
from troposphere import Ref, Sub, Tags, Template
from troposphere.iam import ManagedPolicy, Role

from mlops_templates.foundations.launch_actions import ResourceUse, launch_actions, passed_to_services
from mlops_templates.foundations.scopes import Scope, by_scope
from mlops_templates.naming import IAM_PATH, REGION, arn, launch_role_name

OPERATORS = {"StringEquals": StringEquals, "StringLike": StringLike}

# A managed policy holds 6,144 characters: so one for what a project keeps and one for what moves it.
KEEPS = ("SeedObjects", "Buckets", "NewKeys", "KeyTags", "Aliases", "Keys", "Repositories", "Entities")

STACK_ACTIONS = (
    "CreateStack", "DeleteStack", "DescribeStackEvents", "DescribeStackResources", "DescribeStacks", "GetTemplate",
    "SetStackPolicy", "UpdateStack", "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet",
    "TagResource", "UntagResource",
)  # fmt: skip


def add_launch_role(template: Template, *, uses: Iterable[ResourceUse]) -> Role:
    """The role, with the rights that the given resource types need for create, read, update and delete."""
    uses = tuple(uses)
    statements = [_statement(scope, actions, uses) for scope, actions in by_scope(launch_actions(uses))]
    keeps = [statement for statement in statements if statement.properties["Sid"] in KEEPS]
    moves = [statement for statement in statements if statement.properties["Sid"] not in KEEPS]
    policies = [
        _policy("LaunchStacksPolicy", "stacks", _stack_statements()),
        _policy("LaunchStoragePolicy", "storage", keeps),
        _policy("LaunchDeliveryPolicy", "delivery", moves),
    ]
    role = Role(
        "LaunchRole",
        RoleName=Sub(launch_role_name()),
        Path=IAM_PATH,
        Description="Service Catalog makes SageMaker projects as this role",
        AssumeRolePolicyDocument=_trust(),
        ManagedPolicyArns=[Ref(template.add_resource(policy)) for policy in policies],
        Tags=Tags({"mlops-templates:part": "launch-role"}),
    )
    return template.add_resource(role)


def _policy(logical_id: str, part: str, statements: list[Statement]) -> ManagedPolicy:
    return ManagedPolicy(
        logical_id,
        ManagedPolicyName=Sub(f"mlops-templates-launch-{part}-{REGION}"),
        Path=IAM_PATH,
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=statements),
    )


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
    conditions = [OPERATORS[name]({key: Sub(value) if "${" in value else value for key, value in pairs.items()})
                  for name, pairs in scope.conditions.items()]  # fmt: skip
    if scope.name == "PassedRoles":
        conditions = [StringEquals({"iam:PassedToService": list(passed_to_services(uses))})]
    return Statement(
        Sid=scope.name,
        Effect=Allow,
        Action=[Action(*action.split(":", 1)) for action in actions],
        Resource=["*" if resource == "*" else Sub(resource) for resource in scope.resources],
        **({"Condition": Condition(conditions)} if conditions else {}),
    )
