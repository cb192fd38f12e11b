"""What a deleted project has left, compared with what its stack said it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.projects import Retained
from mlops_templates.publish import Clients
from mlops_templates.publish.problems import explained


def leftovers(stack: str, stated: Sequence[Retained], clients: Clients) -> list[str]:
    """What differs, a line each: resources that stay and were not stated, and that were stated and are gone."""
    with explained("read what the deletion of the stack did"):
        pages = clients.cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        events = [event for page in pages for event in page["StackEvents"]]
    last: dict[str, tuple[str, str]] = {}
    for event in reversed(events):
        if event["PhysicalResourceId"] != stack:
            last[event["LogicalResourceId"]] = (event["ResourceType"], event["ResourceStatus"])
    there = {name: status for name, (_, status) in last.items() if status not in ("DELETE_COMPLETE", "DELETE_SKIPPED")}
    kept = Counter(kind for kind, status in last.values() if status == "DELETE_SKIPPED" and _counts(kind))
    said = Counter(retained.resource_type for retained in stated)
    return [
        *(f"{name} is still there, in {status}" for name, status in sorted(there.items())),
        *_told(kept - said, "stay and RetainedResources does not say so"),
        *_told(said - kept, "are gone and RetainedResources says that they stay"),
    ]


def _told(kinds: Counter[str], what: str) -> list[str]:
    return [f"{count} {kind} {what}" for kind, count in sorted(kinds.items())]


def _counts(kind: str) -> bool:
    """What takes no tags, such as the policy of a bucket, stays with what it belongs to."""
    schema = schema_of(kind)
    return bool(schema and schema.tagged)
