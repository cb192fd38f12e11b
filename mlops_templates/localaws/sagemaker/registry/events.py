"""The event by which pipelines learn of a new or newly judged model version."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events import bus
from mlops_templates.localaws.sagemaker.moments import text
from mlops_templates.localaws.sagemaker.registry.records import ModelPackage, at_registry

SHOWN = ("ModelPackageDescription", "InferenceSpecification", "MetadataProperties", "CustomerMetadataProperties")


def emit_state_change(call: Call, package: ModelPackage) -> None:
    """Tell the default bus of the version's account of its present state."""
    bus.emit(
        at_registry(call, package.arn),
        source="aws.sagemaker",
        detail_type="SageMaker Model Package State Change",
        detail=detail(package),
        resources=[package.arn],
    )


def detail(package: ModelPackage) -> Document:
    return {
        "ModelPackageGroupName": package.group,
        "ModelPackageName": f"{package.group}/{package.version}",
        "ModelPackageVersion": package.version,
        "ModelPackageArn": package.arn,
        "CreationTime": text(package.created),
        **{name: package.document[name] for name in SHOWN if name in package.document},
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CertifyForMarketplace": False,
        "ModelApprovalStatus": package.approval,
        "LastModifiedTime": text(package.modified),
    }
