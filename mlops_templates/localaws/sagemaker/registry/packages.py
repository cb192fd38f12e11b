"""Versions of a model package group."""

from dataclasses import replace

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.registry.checks import check_registration
from mlops_templates.localaws.sagemaker.registry.descriptions import described
from mlops_templates.localaws.sagemaker.registry.events import emit_state_change
from mlops_templates.localaws.sagemaker.registry.records import (
    ModelPackage,
    ModelPackageGroup,
    at_registry,
    group_of,
    package_of,
    registry_of,
)
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def create_model_package(call: Call, request: Document) -> Document:
    check_registration(call, request)
    with call.world.lock:
        group = group_of(call, request["ModelPackageGroupName"])
        group.last_version += 1
        package = _package(call, group, request)
        group.packages[package.version] = package
        tags.register(at_registry(call, group.arn), package.arn, None)
    emit_state_change(call, package)
    return {"ModelPackageArn": package.arn}


@SERVICE.action
def describe_model_package(call: Call, request: Document) -> Document:
    return described(package_of(call, request["ModelPackageName"]))


@SERVICE.action
def update_model_package(call: Call, request: Document) -> Document:
    with call.world.lock:
        old = package_of(call, request["ModelPackageArn"])
        new = _updated(old, request)
        registry_of(call, old.arn).groups[old.group].packages[old.version] = new
    if new.approval != old.approval:
        emit_state_change(call, new)
    return {"ModelPackageArn": new.arn}


@SERVICE.action
def delete_model_package(call: Call, request: Document) -> Document:
    with call.world.lock:
        package = package_of(call, request["ModelPackageName"])
        del registry_of(call, package.arn).groups[package.group].packages[package.version]
        tags.forget(at_registry(call, package.arn), package.arn)
    return {}


def _package(call: Call, group: ModelPackageGroup, request: Document) -> ModelPackage:
    """The next version, in the account of its group, whoever registers it."""
    moment = now()
    return ModelPackage(
        group=group.name,
        version=group.last_version,
        arn=at_registry(call, group.arn).arn("sagemaker", f"model-package/{group.name}/{group.last_version}"),
        document={key: value for key, value in request.items() if key not in ("ClientToken", "ModelPackageGroupName")},
        approval=request.get("ModelApprovalStatus", "PendingManualApproval"),
        created=moment,
        modified=moment,
        created_by=call.principal,
    )


def _updated(old: ModelPackage, request: Document) -> ModelPackage:
    document = dict(old.document)
    metadata = {**document.get("CustomerMetadataProperties", {}), **request.get("CustomerMetadataProperties", {})}
    for key in request.get("CustomerMetadataPropertiesToRemove", []):
        metadata.pop(key, None)
    document["CustomerMetadataProperties"] = metadata
    if "ModelLifeCycle" in request:
        document["ModelLifeCycle"] = request["ModelLifeCycle"]
    return replace(
        old,
        document=document,
        approval=request.get("ModelApprovalStatus", old.approval),
        approval_description=request.get("ApprovalDescription", old.approval_description),
        modified=now(),
    )
