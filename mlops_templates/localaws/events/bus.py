"""The default event bus: what services emit, matched against the rules and delivered to their targets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from moto.events.models import events_backends

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events.delivery import deliver


@dataclass(frozen=True)
class Match:
    """A target of a rule that matched an event."""

    rule_arn: str
    target: Document


def emit(
    call: Call,
    *,
    source: str,
    detail_type: str,
    detail: Document,
    resources: Sequence[str] = (),
    time: datetime | None = None,
    bus: str = "",
) -> str:
    """Put an event on the default bus of the caller's account, or on another one by its ARN; give its id.

    Delivery happens in the background.
    """
    event: Document = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": call.account,
        "time": (time or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": call.region,
        "resources": list(resources),
        "detail": detail,
    }
    _, _, _, region, account, _ = (bus or f":::{call.region}:{call.account}:").split(":")
    publish(replace(call, account=account, region=region), event)
    return str(event["id"])


def publish(call: Call, event: Document) -> None:
    """Have an event, perhaps of another account or region, delivered to whom the rules of this place name."""
    for match in _matches(call, event):
        call.world.spawn(f"deliver {event['detail-type']}", deliver, call, match.rule_arn, match.target, event)


def _matches(call: Call, event: Document) -> list[Match]:
    rules = list(events_backends[call.account][call.region].event_buses["default"].rules.values())
    return [
        Match(rule.arn, dict(target))
        for rule in rules
        if rule.state == "ENABLED" and rule.event_pattern.get_pattern() and rule.event_pattern.matches_event(event)
        for target in rule.targets
    ]
