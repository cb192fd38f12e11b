"""What a deleted project has left, compared with what its deletion said it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mlops_templates.projects import Retained
from mlops_templates.projects.stack_template import is_policy_of_another
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
    skipped = (kind for kind, status in last.values() if status == "DELETE_SKIPPED")
    kept = Counter(kind for kind in skipped if not is_policy_of_another(kind))
    said = Counter(retained.resource_type for retained in stated if not retained.account)
    return [
        *(f"{name} is still there, in {status}" for name, status in sorted(there.items())),
        *_told(kept - said, "stay, and deleting the project does not say so"),
        *_told(said - kept, "are gone, and deleting the project says that they stay"),
    ]


def _told(kinds: Counter[str], what: str) -> list[str]:
    return [f"{count} {kind} {what}" for kind, count in sorted(kinds.items())]
