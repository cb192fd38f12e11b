"""What roles do with the model package groups of their project.

SageMaker writes names in some ARNs in lower case, so the ARNs start after the project's name.
"""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.duties.own import own_arn
from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID

MAIN = f"*-{PROJECT_ID}"
DEV = f"*-{PROJECT_ID}-dev"


def read_models(group: str) -> Permission:
    return Permission(("sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"), (_packages(group),))


def describe_models(group: str) -> Permission:
    """Those whose ARN is known, as when something is made of one."""
    return Permission(("sagemaker:DescribeModelPackage",), (_packages(group),))


def register_models(group: str) -> tuple[Permission, ...]:
    register = ("sagemaker:AddTags", "sagemaker:CreateModelPackage")
    describe = Permission(
        ("sagemaker:DescribeModelPackageGroup",), (own_arn("sagemaker", f"model-package-group/{group}"),)
    )
    return (read_models(group), describe, Permission(register, (_packages(group),)))


def delete_models(group: str) -> Permission:
    return Permission(("sagemaker:DeleteModelPackage",), (_packages(group),))


def _packages(group: str) -> Sub:
    return own_arn("sagemaker", f"model-package/{group}/*")
