"""The training roles: what pipelines and jobs may do here, and which versions they may register in the tooling account.

Those of branches register in Dev groups only: a model of a branch never gets among those that may be deployed.
"""

from __future__ import annotations

from dataclasses import dataclass

from awacs.aws import Condition, StringEquals
from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.duties.containers import join_network, run_containers
from mlops_templates.duties.training import EXPERIMENT_ACTIONS, JOB_ACTIONS, KINDS
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.grants import grant_key, pass_roles, use_key
from mlops_templates.foundations.target_account.names import (
    DEVELOPMENT,
    target_role,
    tooling_arn,
    tooling_bucket,
)
from mlops_templates.foundations.target_account.tooling import pull_tooling_images, read_tooling_bucket
from mlops_templates.model import Permission
from mlops_templates.naming import REGION, arn, target_role_arn

OF_BRANCHES = "training-branch"


@dataclass(frozen=True)
class TrainingRoles:
    """The execution roles of the pipelines of main and of branches."""

    of_main: AWSHelperFn
    of_branches: AWSHelperFn


def add_training_roles(template: Template, *, key: AWSHelperFn, ceiling: AWSHelperFn) -> TrainingRoles:
    def add(identifier: str, duty: str, purpose: str, groups: str) -> AWSHelperFn:
        permissions = (*_run_jobs(key), *_make_in_tooling(groups), _pass_itself(duty))
        return add_foundation_role(
            template,
            FoundationRole(
                identifier,
                name=target_role(duty),
                duty=purpose,
                trust=trusts_service("sagemaker.amazonaws.com"),
                permissions=permissions,
                boundary=ceiling,
                condition=DEVELOPMENT,
            ),
        )

    return TrainingRoles(
        of_main=add("Training", "training", "Pipelines of main train here and register in the tooling account", "*"),
        of_branches=add("BranchTraining", OF_BRANCHES, "Pipelines of branches train here, for Dev groups", "*-dev"),
    )


def _run_jobs(key: AWSHelperFn) -> tuple[Permission, ...]:
    # Pipelines names its jobs pipelines-<execution id>-<step>-<random>.
    jobs = tuple(Sub(arn("sagemaker", f"{kind}/pipelines-*")) for kind in KINDS)
    kinds = ("experiment", "experiment-trial", "experiment-trial-component")
    return (
        *run_containers(),
        *join_network(),
        # Of the disks of jobs: what lies on them is of this account.
        use_key(key),
        grant_key(key),
        Permission(JOB_ACTIONS, jobs),
        Permission(EXPERIMENT_ACTIONS, tuple(Sub(arn("sagemaker", f"{kind}/*")) for kind in kinds)),
    )


def _make_in_tooling(groups: str) -> tuple[Permission, ...]:
    """Data, models and versions of projects, as far as bucket, key and groups of a project let this account."""
    through_s3 = Condition(StringEquals({"kms:ViaService": Sub(f"s3.{REGION}.amazonaws.com")}))
    read = Permission(
        ("sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"),
        (Sub(tooling_arn("sagemaker", f"model-package/{groups}/*")),),
    )
    register = Permission(
        ("sagemaker:CreateModelPackage",), (Sub(tooling_arn("sagemaker", f"model-package/{groups}/*")),)
    )
    describe = Permission(
        ("sagemaker:DescribeModelPackageGroup",), (Sub(tooling_arn("sagemaker", f"model-package-group/{groups}")),)
    )
    return (
        *read_tooling_bucket("ml-data"),
        Permission(("s3:AbortMultipartUpload", "s3:PutObject"), (Sub(f"{tooling_bucket('ml-data')}/*"),)),
        Permission(("kms:GenerateDataKey",), (Sub(tooling_arn("kms", "key/*")),), through_s3),
        pull_tooling_images(),
        read,
        register,
        describe,
    )


def _pass_itself(duty: str) -> Permission:
    """Pipelines gives each job the role that it runs with."""
    return pass_roles(("sagemaker.amazonaws.com",), Sub(target_role_arn(duty)))
