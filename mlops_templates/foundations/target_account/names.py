"""Names in a target account that project pipelines, seeds and other stacks rely on; texts for `Fn::Sub`."""

from __future__ import annotations

from mlops_templates.naming import ACCOUNT, IAM_PATH, PARTITION, REGION, arn

TOOLING = "${ToolingAccountId}"
OTHER_ACCOUNT = "IsNotToolingAccount"
DEVELOPMENT = "IsDevelopment"
KEY_ALIAS = "mlops-templates-target"
BUCKET = f"sagemaker-mlops-target-{ACCOUNT}-{REGION}"
CEILING = f"mlops-templates-target-boundary-{REGION}"
TARGET_ROLES = f"arn:{PARTITION}:iam::{ACCOUNT}:role{IAM_PATH}mlops-templates-target-*"

# Stacks and entities of every project; SageMaker may write names in ARNs in lower case.
DEPLOY_STACKS = arn("cloudformation", "stack/sagemaker-*-deploy-*/*")
# Not those that train, where a stage is in the account of the projects.
STAGED_PIPELINES = tuple(f"pipeline/*-{kind}-{stage}" for kind in ("batch", "drift") for stage in ("staging", "prod"))
# Names that no role of a project itself has: where a stage is in the account of the projects, those are out of reach.
STAGED = ("sagemaker-*-api-*", "sagemaker-*-app-*")
STAGED_ROLES = tuple(f"arn:{PARTITION}:iam::{ACCOUNT}:role{IAM_PATH}{name}" for name in STAGED)
STAGED_POLICIES = tuple(f"arn:{PARTITION}:iam::{ACCOUNT}:policy{IAM_PATH}{name}" for name in STAGED)


def target_role(duty: str) -> str:
    return f"mlops-templates-target-{duty}-{REGION}"


def tooling_role_arn(duty: str) -> str:
    """Pattern of the roles for one duty of all projects in the tooling account."""
    return f"arn:{PARTITION}:iam::{TOOLING}:role{IAM_PATH}sagemaker-*-{duty}"


def tooling_bucket(noun: str) -> str:
    """Pattern of the ARNs of one bucket of all projects in the tooling account."""
    return f"arn:{PARTITION}:s3:::sagemaker-*-{noun}-{TOOLING}"


def tooling_arn(service: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{REGION}:{TOOLING}:{resource}"
