"""AWS::CloudFormation::Stack and AWS::CloudFormation::WaitConditionHandle."""

from __future__ import annotations

import time
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import tag_list
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_PATIENCE = 3600.0
_WHOLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")


def _create_stack(call: Call, resource: Resource) -> Made:
    cloudformation = call.client("cloudformation")
    name = resource.generated_name(128)
    with call.world.steps.step():
        stack_id = cloudformation.create_stack(StackName=name, OnFailure="ROLLBACK", **_wanted(resource))["StackId"]
        resource.begun(stack_id)
    try:
        return _made(_settled(cloudformation, stack_id, "CREATE_COMPLETE"))
    except AwsError:
        cloudformation.delete_stack(StackName=stack_id)
        raise


def _update_stack(call: Call, resource: Resource, old: Document) -> Made:
    del old
    cloudformation, stack_id = call.client("cloudformation"), resource.physical_id
    try:
        cloudformation.update_stack(StackName=stack_id, **_wanted(resource))
    except ClientError as error:
        if "No updates are to be performed" not in error.response["Error"]["Message"]:
            raise
        return _made(_settled(cloudformation, stack_id, *_WHOLE))
    return _made(_settled(cloudformation, stack_id, "UPDATE_COMPLETE"))


def _delete_stack(call: Call, resource: Resource) -> None:
    cloudformation = call.client("cloudformation")
    cloudformation.delete_stack(StackName=resource.physical_id)
    _settled(cloudformation, resource.physical_id, "DELETE_COMPLETE")


def _wanted(resource: Resource) -> Document:
    parameters = [
        {"ParameterKey": key, "ParameterValue": ",".join(map(str, value)) if isinstance(value, list) else str(value)}
        for key, value in resource.properties.get("Parameters", {}).items()
    ]
    return {
        **picked(resource.properties, ["TemplateURL"]),
        "Parameters": parameters,
        "Tags": tag_list(resource.tags),
        "Capabilities": list(resource.capabilities),
    }


def _settled(cloudformation: Any, stack_id: str, *wanted: str) -> Document:
    """The stack once its operation is over, which must have ended as wanted."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        stack: Document = cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            if stack["StackStatus"] in wanted:
                return stack
            reason = stack.get("StackStatusReason", "")
            raise AwsError("NotStabilized", f"Embedded stack {stack_id} was not successfully deployed: {reason}")
        time.sleep(0.1)
    raise AwsError("NotStabilized", f"Embedded stack {stack_id} did not come to an end")


def _made(stack: Document) -> Made:
    outputs = {f"Outputs.{item['OutputKey']}": item["OutputValue"] for item in stack.get("Outputs", [])}
    return Made(stack["StackId"], outputs)


def _create_handle(call: Call, resource: Resource) -> Made:
    name = resource.generated_name(128)
    url = f"https://cloudformation-waitcondition-{call.region}.s3.{call.region}.amazonaws.com/{name}"
    return Made(url, {"Id": url})


def _nothing_to_delete(call: Call, resource: Resource) -> None:
    """A handle is only an address."""


TYPES = (
    ResourceType(
        "AWS::CloudFormation::Stack",
        create=_create_stack,
        update=_update_stack,
        delete=_delete_stack,
        properties=frozenset({"Parameters", "Tags", "TemplateURL"}),
        waits=True,
        is_attribute=lambda name: name.startswith("Outputs."),
    ),
    ResourceType("AWS::CloudFormation::WaitConditionHandle", create=_create_handle, delete=_nothing_to_delete),
)
