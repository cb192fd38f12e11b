"""Many model versions at once."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.registry.descriptions import batch_summary, summary
from mlops_templates.localaws.sagemaker.registry.records import ModelPackage, RegistryState, find_package, group_of
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def list_model_packages(call: Call, request: Document) -> Document:
    approval = request.get("ModelApprovalStatus")
    wanted = [package for package in _candidates(call, request) if approval in (None, package.approval)]
    packages, token = page(select(wanted, request), request)
    return {"ModelPackageSummaryList": [summary(package) for package in packages], "NextToken": token}


@SERVICE.action
def batch_describe_model_package(call: Call, request: Document) -> Document:
    found = {arn: find_package(call, arn) for arn in request["ModelPackageArnList"]}
    missing = [arn for arn, package in found.items() if package is None]
    return {
        "ModelPackageSummaries": {arn: batch_summary(package) for arn, package in found.items() if package},
        "BatchDescribeModelPackageErrorMap": {arn: _missing(arn) for arn in missing},
    }


def _candidates(call: Call, request: Document) -> list[ModelPackage]:
    """A group's versions; without a group AWS lists unversioned packages only, unless asked for versioned ones."""
    if "ModelPackageGroupName" in request:
        return list(group_of(call, request["ModelPackageGroupName"]).packages.values())
    if request.get("ModelPackageType", "Unversioned") == "Unversioned":
        return []
    groups = list(call.state(RegistryState).groups.values())
    return [package for group in groups for package in list(group.packages.values())]


def _missing(arn: str) -> Document:
    return {"ErrorCode": "ResourceNotFound", "ErrorResponse": f"ModelPackage {arn} does not exist."}
