"""The actions of EventBridge that we answer ourselves; rules and targets are moto's."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.events.bus import emit
from mlops_templates.localaws.service import Service

SERVICE = Service("events")


@SERVICE.action
def put_events(call: Call, request: Document) -> Document:
    entries = [_put(call, entry) for entry in request["Entries"]]
    return {"FailedEntryCount": sum("ErrorCode" in entry for entry in entries), "Entries": entries}


def _put(call: Call, entry: Document) -> Document:
    if entry.get("EventBusName", "default").rpartition("/")[2] != "default":
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
    )
    return {"EventId": event_id}
