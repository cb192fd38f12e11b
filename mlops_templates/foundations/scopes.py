"""How far each action of the launch role reaches: the names that project resources have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.handlers import fits
from mlops_templates.naming import (
    ACCOUNT,
    IAM_PATH,
    PARTITION,
    PROJECT_ID_TAG,
    arn,
    asset_bucket,
    boundary_arn,
    target_role_arn,
)

# The prefix keeps the launch role, its policies and the boundary, all on the same path, out of reach.
PROJECT_ROLES = f"arn:{PARTITION}:iam::{ACCOUNT}:role{IAM_PATH}sagemaker-*"
USE_POLICIES = f"arn:{PARTITION}:iam::{ACCOUNT}:policy{IAM_PATH}mlops-templates-use-*"
PROJECT_POLICIES = f"arn:{PARTITION}:iam::{ACCOUNT}:policy{IAM_PATH}sagemaker-*"

Conditions = Mapping[str, Mapping[str, str | tuple[str, ...]]]


@dataclass(frozen=True)
class Scope:
    """Actions by pattern, the resources they may touch, and the conditions they need."""

    name: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Conditions = field(default_factory=dict)


# The first scope whose pattern fits an action is the one that counts.
SCOPES = (
    Scope(
        "ListAll",
        ("codecommit:ListRepositories", "kms:ListAliases", "logs:DescribeLogGroups", "logs:Describe*Policies"),
        ("*",),
    ),
    Scope(
        "SeedObjects",
        ("s3:GetObject", "s3:GetObjectVersion"),
        (f"arn:{PARTITION}:s3:::{asset_bucket()}/*",),
    ),
    Scope("Buckets", ("s3:*",), (f"arn:{PARTITION}:s3:::sagemaker-*-{ACCOUNT}",)),
    Scope(
        "NewKeys",
        ("kms:CreateKey",),
        ("*",),
        {"StringLike": {f"aws:RequestTag/{PROJECT_ID_TAG}": "*"}},
    ),
    Scope(
        "KeyTags",
        ("kms:TagResource",),
        (arn("kms", "key/*"),),
        {"StringLike": {f"aws:RequestTag/{PROJECT_ID_TAG}": "*"}},
    ),
    Scope("Aliases", ("kms:*Alias",), (arn("kms", "alias/sagemaker-*"), arn("kms", "key/*"))),
    Scope("Keys", ("kms:*",), (arn("kms", "key/*"),), {"StringLike": {f"aws:ResourceTag/{PROJECT_ID_TAG}": "*"}}),
    Scope("Repositories", ("codecommit:*",), (arn("codecommit", "sagemaker-*"),)),
    Scope("Images", ("ecr:*",), (arn("ecr", "repository/mlops-*"),)),
    Scope("Builds", ("codebuild:*",), (arn("codebuild", "project/sagemaker-*"),)),
    Scope("Pipelines", ("codepipeline:*",), (arn("codepipeline", "sagemaker-*"),)),
    Scope(
        "Entities",
        ("sagemaker:*",),
        (arn("sagemaker", "code-repository/*"), arn("sagemaker", "model-package-group/*")),
    ),
    Scope("Queues", ("sqs:*",), (arn("sqs", "sagemaker-*"),)),
    Scope("Topics", ("sns:*",), (arn("sns", "sagemaker-*"),)),
    Scope("Logs", ("logs:*",), (arn("logs", "log-group:*sagemaker-*"),)),
    # IAM cannot limit the permissions of a bus to it.
    Scope("BusPermissions", ("events:PutPermission", "events:RemovePermission"), ("*",)),
    Scope("Bus", ("events:DescribeEventBus",), (arn("events", "event-bus/default"),)),
    Scope("Rules", ("events:*",), (arn("events", "rule/sagemaker-*"),)),
    Scope("Schedules", ("scheduler:*",), (arn("scheduler", "schedule/default/sagemaker-*"),)),
    Scope("Connections", ("*connections:PassConnection",), (arn("*connections", "connection/*"),)),
    Scope("Alarms", ("cloudwatch:*",), (arn("cloudwatch", "alarm:sagemaker-*"),)),
    Scope("Parameters", ("ssm:*",), (arn("ssm", "parameter/mlops-templates/projects/*"),)),
    # What gives a role rights is allowed only under our boundary.
    Scope(
        "BoundedRoles",
        (
            "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:DeleteRolePolicy",
        ),
        (PROJECT_ROLES,),
        {"StringEquals": {"iam:PermissionsBoundary": boundary_arn()}},
    ),
    # ... and only from policies that were reviewed, or from those of the project itself.
    Scope(
        "AttachedPolicies",
        ("iam:AttachRolePolicy", "iam:DetachRolePolicy"),
        (PROJECT_ROLES,),
        {
            "StringEquals": {"iam:PermissionsBoundary": boundary_arn()},
            "ArnLike": {"iam:PolicyARN": (USE_POLICIES, PROJECT_POLICIES)},
        },
    ),
    # A pipeline acts in the accounts of the stages as roles of theirs.
    Scope("PassedRoles", ("iam:PassRole",), (PROJECT_ROLES, target_role_arn("deploy", account="*"))),
    Scope("Roles", ("iam:*Role*",), (PROJECT_ROLES,)),
    Scope(
        "Policies",
        ("iam:*Polic*",),
        (PROJECT_POLICIES,),
    ),
)  # fmt: skip


@cache
def scope_of(action: str) -> Scope:
    for scope in SCOPES:
        if fits(action, scope.actions):
            return scope
    raise MlopsTemplatesError(
        f"{action}: no scope says which resources it may touch. Add one to foundations/scopes.py."
    )


def by_scope(actions: Iterable[str]) -> list[tuple[Scope, list[str]]]:
    """The actions under the scope each belongs to, in the order of the scopes; unused scopes are left out."""
    found: dict[str, list[str]] = {}
    for action in sorted(actions):
        found.setdefault(scope_of(action).name, []).append(action)
    return [(scope, found[scope.name]) for scope in SCOPES if scope.name in found]
