"""Which model version to deploy: the newest approved one of the Main group."""

from typing import Any

from deployment.errors import DeploymentError


def newest_approved(sagemaker: Any, group: str) -> str:
    """The ARN of the approved version that was registered last."""
    pages = sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=group,
        ModelApprovalStatus="Approved",
        SortBy="CreationTime",
        SortOrder="Descending",
    )
    # A page may be empty and still be followed by another one.
    for page in pages:
        for package in page["ModelPackageSummaryList"]:
            return str(package["ModelPackageArn"])
    raise DeploymentError(
        f"nothing approved yet: approve a version of {group} in the model registry, this pipeline then starts by itself"
    )
