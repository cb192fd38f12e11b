"""What the launch role must be able to do: the handler actions of the products' resources, less what they never use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from mlops_templates.foundations.handlers import handlers

# Actions that a handler needs only for one property: left out while no product sets it.
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
    "MetadataConfiguration": (
        "s3tables:*", "s3:CreateBucketMetadata*", "s3:UpdateBucketMetadata*", "s3:DeleteBucketMetadata*",
    ),
    "MetricsConfigurations": ("s3:PutMetricsConfiguration", "s3:DeleteBucketMetricsConfiguration"),
    "ModelPackageGroupPolicy": ("sagemaker:PutModelPackageGroupPolicy",),
    "NotificationConfiguration": ("s3:PutBucketNotification",),
    "ObjectLockConfiguration": ("s3:PutBucketObjectLockConfiguration", "s3:PutObjectLockConfiguration"),
    "ReplicationConfiguration": (
        "s3:PutReplicationConfiguration", "s3:PutBucketReplication", "s3:DeleteBucketReplication",
    ),
    "ResourcePolicyDocument": ("logs:PutResourcePolicy", "logs:DeleteResourcePolicy"),
    "RestartExecutionOnUpdate": ("codepipeline:StartPipelineExecution",),
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
    "codestar-connections:PassConnection": "no product has a connection",
}

# Types whose resources run as a role: who must be named in iam:PassedToService.
RUNS_AS = {
    "AWS::CodeBuild::Project": "codebuild.amazonaws.com",
    "AWS::CodePipeline::Pipeline": "codepipeline.amazonaws.com",
    "AWS::Events::Rule": "events.amazonaws.com",
}


@dataclass(frozen=True)
class ResourceUse:
    """How the products use one resource type."""

    resource_type: str
    properties: frozenset[str]
    deleted: bool


def resource_uses(templates: Iterable[Mapping[str, Any]]) -> tuple[ResourceUse, ...]:
    """Every resource type of the templates, with the properties set anywhere and whether a deletion removes any."""
    resources = [resource for template in templates for resource in template["Resources"].values()]
    return tuple(
        _use(kind, [resource for resource in resources if resource["Type"] == kind])
        for kind in sorted({resource["Type"] for resource in resources})
    )


def _use(resource_type: str, resources: list[Mapping[str, Any]]) -> ResourceUse:
    properties = frozenset(name for resource in resources for name in resource.get("Properties", {}))
    deleted = any(resource.get("DeletionPolicy") != "Retain" for resource in resources)
    return ResourceUse(resource_type, properties, deleted)


def needed_actions(use: ResourceUse) -> frozenset[str]:
    """The actions to create, read, update and (unless all are retained) delete resources used in this way."""
    verbs = ("create", "read", "update", "delete") if use.deleted else ("create", "read", "update")
    stated = {action for verb in verbs for action in handlers(use.resource_type)[verb]}
    return frozenset(action for action in stated if action not in NEVER and not _unused(action, use))


def _unused(action: str, use: ResourceUse) -> bool:
    if action == "iam:PassRole":
        return use.resource_type not in RUNS_AS
    served = [name for name, patterns in SERVES_PROPERTY.items() if any(fnmatchcase(action, p) for p in patterns)]
    return bool(served) and not use.properties.intersection(served)


def launch_actions(uses: Iterable[ResourceUse]) -> frozenset[str]:
    return frozenset(action for use in uses for action in needed_actions(use))


def passed_to_services(uses: Iterable[ResourceUse]) -> tuple[str, ...]:
    return tuple(sorted(RUNS_AS[use.resource_type] for use in uses if use.resource_type in RUNS_AS))
