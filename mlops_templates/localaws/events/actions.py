"""The actions of EventBridge that we answer ourselves: events and buses; rules and targets are moto's."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.events import bus_policies
from mlops_templates.localaws.events.bus import emit
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.service import Service

SERVICE = Service("events")


@SERVICE.action
def put_events(call: Call, request: Document) -> Document:
    entries = [_put(call, entry) for entry in request["Entries"]]
    return {"FailedEntryCount": sum("ErrorCode" in entry for entry in entries), "Entries": entries}


@SERVICE.action
def put_permission(call: Call, request: Document) -> Document:
    bus_policies.put(call, request)
    return {}


@SERVICE.action
def remove_permission(call: Call, request: Document) -> Document:
    bus_policies.remove(call, request)
    return {}


@SERVICE.action
def describe_event_bus(call: Call, request: Document) -> Document:
    name = str(request.get("Name") or "default").rpartition("/")[2]
    if name != "default":
        raise AwsError("ResourceNotFoundException", f"Event bus {name} does not exist.")
    return _default_bus(call)


@SERVICE.action
def list_event_buses(call: Call, request: Document) -> Document:
    buses = [_default_bus(call)] if "default".startswith(request.get("NamePrefix") or "") else []
    found, token = page(buses, request, size_key="Limit")
    return {"EventBuses": found, "NextToken": token}


def _default_bus(call: Call) -> Document:
    policy = bus_policies.text(call)
    bus = {"Name": "default", "Arn": call.arn("events", "event-bus/default")}
    return {**bus, **({"Policy": policy} if policy else {})}


def _put(call: Call, entry: Document) -> Document:
    bus = str(entry.get("EventBusName") or "default")
    if bus.rpartition("/")[2] != "default":
        raise not_emulated("an event bus other than the default one")
    if str(entry.get("Source", "")).startswith("aws."):
        return {"ErrorCode": "NotAuthorizedForSourceException", "ErrorMessage": "Not authorized for the source."}
    for member in ("Source", "DetailType", "Detail"):
        if not entry.get(member):
            message = f"Parameter {member} is not valid. Reason: {member} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": message}
    try:
        detail = json.loads(entry["Detail"])
    except (ValueError, RecursionError):
        detail = None
    if not isinstance(detail, dict):
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    event_id = emit(
        call,
        source=entry["Source"],
        detail_type=entry["DetailType"],
        detail=detail,
        resources=entry.get("Resources", []),
        time=entry.get("Time"),
        bus=bus if bus.startswith("arn:") else "",
    )
    return {"EventId": event_id}
