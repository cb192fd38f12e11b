"""The resource policy of a model package group: what other accounts may do with the group and its versions."""

from mlops_templates.localaws.authorization.grammar import check_policy
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.registry.records import group_of
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def put_model_package_group_policy(call: Call, request: Document) -> Document:
    """Set the policy. The words for a text that is none are not known here."""
    if problem := check_policy(request["ResourcePolicy"], principal=True):
        raise invalid(f"Invalid resource policy: {problem}")
    group = group_of(call, request["ModelPackageGroupName"])
    with call.world.lock:
        group.policy = request["ResourcePolicy"]
    return {"ModelPackageGroupArn": group.arn}


@SERVICE.action
def get_model_package_group_policy(call: Call, request: Document) -> Document:
    group = group_of(call, request["ModelPackageGroupName"])
    if not group.policy:
        raise invalid(f"Cannot find Model Package Group Policy for {group.arn}")
    return {"ResourcePolicy": group.policy}


@SERVICE.action
def delete_model_package_group_policy(call: Call, request: Document) -> Document:
    group = group_of(call, request["ModelPackageGroupName"])
    with call.world.lock:
        group.policy = ""
    return {}
