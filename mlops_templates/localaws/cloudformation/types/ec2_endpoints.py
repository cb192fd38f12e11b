"""AWS::EC2::VPCEndpoint and AWS::EC2::FlowLog."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.ec2_tags import retag, tagged
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked, policy_text
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_PLACES = ("RouteTableIds", "SecurityGroupIds", "SubnetIds")
_ENDPOINT = ("PrivateDnsEnabled", "ServiceName", "VpcEndpointType", "VpcId", *_PLACES)
_FLOW_LOG = (
    "DeliverLogsPermissionArn",
    "LogDestination",
    "LogDestinationType",
    "LogFormat",
    "LogGroupName",
    "MaxAggregationInterval",
    "ResourceType",
    "TrafficType",
)


def _create_endpoint(call: Call, resource: Resource) -> Made:
    properties = resource.properties
    policy = {"PolicyDocument": policy_text(properties["PolicyDocument"])} if "PolicyDocument" in properties else {}
    wanted = {**picked(properties, _ENDPOINT), **policy, **tagged("vpc-endpoint", resource)}
    made = call.client("ec2").create_vpc_endpoint(**wanted)["VpcEndpoint"]
    id_ = made["VpcEndpointId"]
    return Made(
        id_,
        {
            "Id": id_,
            "NetworkInterfaceIds": made["NetworkInterfaceIds"],
            "CreationTimestamp": made["CreationTimestamp"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    )


def _update_endpoint(call: Call, resource: Resource, old: Document) -> Made:
    properties = resource.properties
    changes: Document = picked(properties, ["PrivateDnsEnabled"])
    for name in _PLACES:
        before, after = set(old.get(name, [])), set(properties.get(name, []))
        changes |= {f"Add{name}": sorted(after - before), f"Remove{name}": sorted(before - after)}
    if "PolicyDocument" in properties:
        changes["PolicyDocument"] = policy_text(properties["PolicyDocument"])
    elif "PolicyDocument" in old:
        changes["ResetPolicy"] = True
    asked = {name: value for name, value in changes.items() if value != []}
    call.client("ec2").modify_vpc_endpoint(VpcEndpointId=resource.physical_id, **asked)
    retag(call, resource)
    return Made(resource.physical_id, resource.attributes)


def _delete_endpoint(call: Call, resource: Resource) -> None:
    _refuse_failure(call.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[resource.physical_id]), ".NotFound")


def _create_flow_log(call: Call, resource: Resource) -> Made:
    wanted = picked(resource.properties, _FLOW_LOG)
    answer = call.client("ec2").create_flow_logs(
        ResourceIds=[resource.properties["ResourceId"]], **wanted, **tagged("vpc-flow-log", resource)
    )
    _refuse_failure(answer, "")
    [id_] = answer["FlowLogIds"]
    return Made(id_, {"Id": id_})


def _update_flow_log(call: Call, resource: Resource, old: Document) -> Made:
    retag(call, resource)
    return Made(resource.physical_id, resource.attributes)


def _delete_flow_log(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidFlowLogId.NotFound"):
        _refuse_failure(call.client("ec2").delete_flow_logs(FlowLogIds=[resource.physical_id]), ".NotFound")


def _refuse_failure(answer: Document, harmless: str) -> None:
    """EC2 tells of some failures in the answer of a request that succeeded."""
    for each in answer.get("Unsuccessful", []):
        if not harmless or not each["Error"]["Code"].endswith(harmless):
            raise AwsError(each["Error"]["Code"], each["Error"]["Message"])


TYPES = (
    ResourceType(
        "AWS::EC2::VPCEndpoint",
        create=_create_endpoint,
        update=_update_endpoint,
        delete=_delete_endpoint,
        properties=frozenset({*_ENDPOINT, "PolicyDocument", "Tags"}),
    ),
    ResourceType(
        "AWS::EC2::FlowLog",
        create=_create_flow_log,
        update=_update_flow_log,
        delete=_delete_flow_log,
        properties=frozenset({*_FLOW_LOG, "ResourceId", "Tags"}),
    ),
)
