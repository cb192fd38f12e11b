"""Flow logs: declared, asked for, and told; no packet flows here, so they stay empty."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2 import tags
from mlops_templates.localaws.ec2.records import Facts, listed, subnet_of, vpc_of, with_tags
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, FlowLog, new_id
from mlops_templates.localaws.errors import AwsError, not_emulated

FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)
DELIVERER = "vpc-flow-logs.amazonaws.com"
_SETTINGS = (
    "DeliverLogsPermissionArn",
    "LogDestination",
    "LogDestinationType",
    "LogFormat",
    "LogGroupName",
    "MaxAggregationInterval",
    "TrafficType",
)


@SERVICE.action
def create_flow_logs(call: Call, request: Document) -> Document:
    """One for each resource, unless there is the same already."""
    state = call.state(Ec2State)
    settings = {name: request[name] for name in _SETTINGS if name in request}
    settings.setdefault("LogDestinationType", "cloud-watch-logs")
    _check_destination(call, settings)
    made, unsuccessful = [], []
    for resource in request["ResourceIds"]:
        _check_resource(call, request["ResourceType"], resource)
        if any(each.resource == resource and each.settings == settings for each in state.flow_logs.values()):
            message = "Error. There is an existing Flow Log with the same configuration and log destination."
            error = {"Code": "FlowLogAlreadyExists", "Message": message}
            unsuccessful.append({"ResourceId": resource, "Error": error})
            continue
        log = FlowLog(new_id("fl"), resource, settings, tags.first_tags(request, "vpc-flow-log"))
        state.flow_logs[log.id] = log
        made.append(log.id)
    return {"FlowLogIds": made, "Unsuccessful": unsuccessful}


@SERVICE.action
def describe_flow_logs(call: Call, request: Document) -> Document:
    logs = call.state(Ec2State).flow_logs
    named = [logs[id_] for id_ in request.get("FlowLogIds") or logs if id_ in logs]
    left, token = listed(named, {**request, "Filters": request.get("Filter")}, _facts)
    return {"FlowLogs": [_told(log) for log in left], "NextToken": token}


@SERVICE.action
def delete_flow_logs(call: Call, request: Document) -> Document:
    logs, unsuccessful = call.state(Ec2State).flow_logs, []
    for id_ in request["FlowLogIds"]:
        if logs.pop(id_, None) is None:
            error = {
                "Code": "InvalidFlowLogId.NotFound",
                "Message": f"These flow log ids in the input list are not found: [TotalCount: 1] {id_}",
            }
            unsuccessful.append({"ResourceId": id_, "Error": error})
    return {"Unsuccessful": unsuccessful}


def _check_destination(call: Call, settings: Document) -> None:
    """A log group, written as a role that the service may assume."""
    if settings["LogDestinationType"] != "cloud-watch-logs":
        raise not_emulated(f"ec2:CreateFlowLogs LogDestinationType {settings['LogDestinationType']}")
    if not settings.get("DeliverLogsPermissionArn"):
        message = "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs."
        raise AwsError("InvalidParameter", message)
    if not (settings.get("LogGroupName") or settings.get("LogDestination")):
        message = "Either LogGroupName or LogDestination must be provided if LogDestinationType is cloud-watch-logs."
        raise AwsError("InvalidParameter", message)
    role = settings["DeliverLogsPermissionArn"]
    try:
        call.as_role(role, "flow-logs", DELIVERER)
    except AwsError as error:
        message = f"Access Denied for LogDestination: {role}. Please check LogDestination permission"
        raise AwsError("InvalidParameter", message) from error


def _check_resource(call: Call, kind: str, resource: str) -> None:
    if kind not in ("VPC", "Subnet"):
        raise not_emulated(f"ec2:CreateFlowLogs ResourceType {kind}")
    (vpc_of if kind == "VPC" else subnet_of)(call, resource)


def _facts(log: FlowLog) -> Facts:
    return with_tags(
        {"resource-id": log.resource, "log-group-name": log.settings.get("LogGroupName", ""), "flow-log-id": log.id},
        log.tags,
    )


def _told(log: FlowLog) -> Document:
    return {
        "LogFormat": FORMAT,
        "MaxAggregationInterval": 600,
        **log.settings,
        "FlowLogId": log.id,
        "ResourceId": log.resource,
        "FlowLogStatus": "ACTIVE",
        "DeliverLogsStatus": "SUCCESS",
        "CreationTime": log.created,
        "Tags": tags.shown(log.tags),
    }
