"""Model package groups."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import conflict, invalid
from mlops_templates.localaws.sagemaker.registry.records import (
    ModelPackageGroup,
    RegistryState,
    group_of,
    user_context,
)
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def create_model_package_group(call: Call, request: Document) -> Document:
    name, state = request["ModelPackageGroupName"], call.state(RegistryState)
    arn = call.arn("sagemaker", f"model-package-group/{name}")
    with call.world.lock:
        if name in state.groups:
            raise invalid(f"Model Package Group already exists: {arn}")
        tags.register(call, arn, request.get("Tags"))
        description = request.get("ModelPackageGroupDescription", "")
        state.groups[name] = ModelPackageGroup(name, arn, description, now(), call.principal)
    return {"ModelPackageGroupArn": arn}


@SERVICE.action
def describe_model_package_group(call: Call, request: Document) -> Document:
    group = group_of(call, request["ModelPackageGroupName"])
    return {**_summary(group), "CreatedBy": user_context(group.created_by)}


@SERVICE.action
def list_model_package_groups(call: Call, request: Document) -> Document:
    groups, token = page(select(call.state(RegistryState).groups.values(), request), request)
    return {"ModelPackageGroupSummaryList": [_summary(group) for group in groups], "NextToken": token}


@SERVICE.action
def delete_model_package_group(call: Call, request: Document) -> Document:
    with call.world.lock:
        group = group_of(call, request["ModelPackageGroupName"])
        if group.packages:
            raise conflict(
                f"Model Package Group {group.arn} cannot be deleted because it still contains Model Packages"
            )
        del call.state(RegistryState).groups[group.name]
        tags.forget(call, group.arn)
    return {}


def _summary(group: ModelPackageGroup) -> Document:
    description = {"ModelPackageGroupDescription": group.description} if group.description else {}
    return {
        "ModelPackageGroupName": group.name,
        "ModelPackageGroupArn": group.arn,
        **description,
        "CreationTime": group.created,
        "ModelPackageGroupStatus": "Completed",
    }
