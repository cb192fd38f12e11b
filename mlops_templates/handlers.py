"""The IAM actions that CloudFormation needs for a resource, as the provider schema of its type states them.

A schema states more than one resource needs: actions for properties that it does not set, and some that IAM does not
know. Launch roles are made from these facts, and the embedded AWS asks for them.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from fnmatch import fnmatchcase
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

VERBS = ("create", "read", "update", "delete")

# Types from before provider schemas: their schemas name no handler.
WITHOUT_HANDLERS = {
    "AWS::CodeBuild::Project": {
        "create": ("codebuild:CreateProject", "iam:PassRole"),
        "read": ("codebuild:BatchGetProjects",),
        "update": ("codebuild:BatchGetProjects", "codebuild:UpdateProject", "iam:PassRole"),
        "delete": ("codebuild:BatchGetProjects", "codebuild:DeleteProject"),
    },
}


# Actions that a handler needs only for one property.
SERVES_PROPERTY = {
    "AbacStatus": ("s3:PutBucketAbac",),
    "AccelerateConfiguration": ("s3:PutAccelerateConfiguration",),
    "AccessControl": ("s3:PutObjectAcl", "s3:PutBucketAcl"),
    "AnalyticsConfigurations": ("s3:PutAnalyticsConfiguration", "s3:DeleteBucketAnalyticsConfiguration"),
    "BearerTokenAuthenticationEnabled": ("logs:PutBearerTokenAuthentication",),
    "CorsConfiguration": ("s3:PutBucketCORS", "s3:DeleteBucketCors"),
    "DataProtectionPolicy": (
        "logs:PutDataProtectionPolicy", "logs:DeleteDataProtectionPolicy", "logs:CreateLogDelivery",
        "s3:REST.PUT.OBJECT", "firehose:TagDeliveryStream", "sns:PutDataProtectionPolicy",
    ),
    "DeletionProtectionEnabled": ("logs:PutLogGroupDeletionProtection",),
    "DisableInboundStageTransitions": ("codepipeline:DisableStageTransition", "codepipeline:EnableStageTransition"),
    "FieldIndexPolicies": ("logs:PutIndexPolicy", "logs:DeleteIndexPolicy"),
    "IntelligentTieringConfigurations": ("s3:PutIntelligentTieringConfiguration",),
    "InventoryConfigurations": ("s3:PutInventoryConfiguration",),
    "ManagedPolicyArns": ("iam:AttachRolePolicy", "iam:DetachRolePolicy"),
    "MetadataConfiguration": (
        "s3tables:*", "s3:CreateBucketMetadata*", "s3:UpdateBucketMetadata*", "s3:DeleteBucketMetadata*",
    ),
    "MetricsConfigurations": ("s3:PutMetricsConfiguration", "s3:DeleteBucketMetricsConfiguration"),
    "ModelPackageGroupPolicy": ("sagemaker:PutModelPackageGroupPolicy",),
    "NotificationConfiguration": ("s3:PutBucketNotification",),
    "ObjectLockConfiguration": ("s3:PutBucketObjectLockConfiguration", "s3:PutObjectLockConfiguration"),
    "Policies": ("iam:PutRolePolicy", "iam:DeleteRolePolicy"),
    "ReplicationConfiguration": (
        "s3:PutReplicationConfiguration", "s3:PutBucketReplication", "s3:DeleteBucketReplication",
    ),
    "ResourcePolicyDocument": ("logs:PutResourcePolicy", "logs:DeleteResourcePolicy"),
    "RestartExecutionOnUpdate": ("codepipeline:StartPipelineExecution",),
    "Roles": ("iam:AttachRolePolicy", "iam:DetachRolePolicy"),
    "Triggers": ("codecommit:PutRepositoryTriggers",),
    "WebsiteConfiguration": ("s3:PutBucketWebsite", "s3:DeleteBucketWebsite"),
}  # fmt: skip

# Actions that stay out although a handler lists them.
NEVER = {
    "iam:DeleteRolePermissionsBoundary": "a project role without its boundary could do anything",
    "iam:PutUserPolicy": "products have roles, no users",
    "iam:DeleteUserPolicy": "products have roles, no users",
    "iam:GetUserPolicy": "products have roles, no users",
    "iam:AttachUserPolicy": "products have roles, no users",
    "iam:DetachUserPolicy": "products have roles, no users",
    "iam:PutGroupPolicy": "products have roles, no groups",
    "iam:DeleteGroupPolicy": "products have roles, no groups",
    "iam:GetGroupPolicy": "products have roles, no groups",
    "iam:AttachGroupPolicy": "products have roles, no groups",
    "iam:DetachGroupPolicy": "products have roles, no groups",
    "s3:DeleteObject": "a bucket is made without deleting an object, and data outlives its project",
    "s3:DeleteBucketEncryption": "IAM knows no such action; PutEncryptionConfiguration covers it",
    "s3:DeleteBucketLifecycle": "IAM knows no such action; PutLifecycleConfiguration covers it",
    "codestar-connections:PassConnection": "asked for only with a connection, and then by its name in the ARN",
}


@cache
def _schema_folder() -> Path:
    """Where cfn-lint keeps its schemas, found without importing cfn-lint, which takes a second."""
    found = find_spec("cfnlint")
    if found is None or not found.submodule_search_locations:
        raise MlopsTemplatesError("cfn-lint is not installed: the launch role is derived from its resource schemas.")
    return Path(found.submodule_search_locations[0]) / "data" / "schemas"


@cache
def _schema_digests() -> dict[str, str]:
    text = (_schema_folder() / "providers" / "us-east-1.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def handlers(resource_type: str) -> dict[str, frozenset[str]]:
    """Actions by verb (create, read, update, delete); a type that states none is an error, never an empty right."""
    if resource_type in WITHOUT_HANDLERS:
        stated = WITHOUT_HANDLERS[resource_type]
        return {verb: frozenset(stated[verb]) for verb in VERBS}
    digest = _schema_digests().get(resource_type)
    schema = json.loads((_schema_folder() / "resources" / f"{digest}.json").read_text("utf-8")) if digest else {}
    if not schema.get("handlers"):
        raise MlopsTemplatesError(
            f"No handler permissions are known for {resource_type}: state them in foundations/handlers.py."
        )
    return {verb: frozenset(schema["handlers"].get(verb, {}).get("permissions", ())) for verb in VERBS}


def needed_by(resource_type: str, verb: str, properties: Collection[str]) -> frozenset[str]:
    """The actions to create, read, update or delete a resource with these properties."""
    stated = handlers(resource_type)[verb]
    return frozenset(action for action in stated if action not in NEVER and not _unused(action, properties))


def _unused(action: str, properties: Collection[str]) -> bool:
    served = _served(action)
    return bool(served) and served.isdisjoint(properties)


@cache
def _served(action: str) -> frozenset[str]:
    """The properties that the action is there for; none where it serves the resource as a whole."""
    return frozenset(name for name, patterns in SERVES_PROPERTY.items() if fits(action, patterns))


def fits(action: str, patterns: Collection[str]) -> bool:
    """Whether the action is one of them, or one of them stands for it: most are names, which need no expression."""
    return action in patterns or any(fnmatchcase(action, pattern) for pattern in patterns if "*" in pattern)
