"""Model versions as the API shows them."""

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.registry.records import ModelPackage, user_context


def described(package: ModelPackage) -> Document:
    """The whole version."""
    approval = {"ApprovalDescription": package.approval_description} if package.approval_description else {}
    return {
        **package.document,
        **_common(package),
        **approval,
        "ModelPackageName": package.group,
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CertifyForMarketplace": package.document.get("CertifyForMarketplace", False),
        "CreatedBy": user_context(package.created_by),
        "LastModifiedTime": package.modified,
    }


def summary(package: ModelPackage) -> Document:
    """The version as an entry of ListModelPackages."""
    kept = ("ModelPackageDescription", "ModelLifeCycle")
    return {**{key: package.document[key] for key in kept if key in package.document}, **_common(package)}


def batch_summary(package: ModelPackage) -> Document:
    """The version as an entry of BatchDescribeModelPackage."""
    return {**summary(package), "InferenceSpecification": package.document["InferenceSpecification"]}


def _common(package: ModelPackage) -> Document:
    return {
        "ModelPackageGroupName": package.group,
        "ModelPackageVersion": package.version,
        "ModelPackageArn": package.arn,
        "CreationTime": package.created,
        "ModelPackageStatus": "Completed",
        "ModelApprovalStatus": package.approval,
    }
