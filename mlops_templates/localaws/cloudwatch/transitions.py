"""What a change of an alarm's state does: an event on the default bus, messages to topics, lines in its history."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mlops_templates.localaws.cloudwatch import announcements
from mlops_templates.localaws.cloudwatch.state import ACTIONS, Alarm, CloudWatchState, Happening, now
from mlops_templates.localaws.events.bus import emit

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

PRINCIPAL = "cloudwatch.amazonaws.com"
HISTORY = 5000
"""Lines that are remembered, of all alarms."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """The state that an alarm should have and why."""

    state: str
    reason: str
    data: str = ""


@dataclass(frozen=True)
class Change:
    """An alarm that has another state now."""

    alarm: Alarm
    before: Verdict
    since: datetime
    """Since when it had the state before."""
    after: Verdict
    moment: datetime


def enter(call: Call, alarm: Alarm, verdict: Verdict) -> Change:
    """Give an alarm a state; what follows of it is told later, when no lock is held."""
    change = Change(alarm, Verdict(alarm.state, alarm.reason, alarm.reason_data), alarm.updated, verdict, now())
    alarm.state, alarm.reason, alarm.reason_data = verdict.state, verdict.reason, verdict.data
    alarm.updated = change.moment
    summary = f"Alarm updated from {change.before.state} to {verdict.state}"
    note(call, alarm, "StateUpdate", summary, json.dumps(announcements.history_data(change)))
    return change


def tell(call: Call, change: Change) -> None:
    """Emit the event and start the actions."""
    alarm = change.alarm
    call.world.changes.mark("cloudwatch")
    emit(
        call,
        source="aws.cloudwatch",
        detail_type="CloudWatch Alarm State Change",
        detail=announcements.event_detail(change),
        resources=[alarm.arn],
        time=change.moment,
    )
    if alarm.actions_enabled:
        for action in alarm.settings.get(ACTIONS[change.after.state]) or ():
            call.world.spawn(f"action of alarm {alarm.name}", act, call, change, action)


def act(call: Call, change: Change, action: str) -> None:
    """Publish the change to a topic, as the topic's policy lets CloudWatch; the history tells how it went."""
    alarm = change.alarm
    sender = call.as_service(PRINCIPAL, alarm.arn).client("sns")
    subject, message = announcements.notice(call, change)
    facts = {"actionState": "Succeeded", "notificationResource": action, "stateUpdateTimestamp": _milliseconds(change)}
    try:
        sent = sender.publish(TopicArn=action, Subject=subject, Message=message)
        facts["publishedMessage"] = {"default": message, "MessageId": sent["MessageId"]}
        note(call, alarm, "Action", f"Successfully executed action {action}", json.dumps(facts))
    except Exception as error:
        logger.warning("alarm %s: action %s failed: %s", alarm.name, action, error)
        facts = {**facts, "actionState": "Failed", "error": str(error)}
        note(call, alarm, "Action", f"Failed to execute action {action}", json.dumps(facts))


def note(call: Call, alarm: Alarm, what: str, summary: str, data: str) -> None:
    """Add a line to the history."""
    kind = "CompositeAlarm" if alarm.is_composite else "MetricAlarm"
    history = call.state(CloudWatchState).history
    history.append(Happening(alarm.name, kind, now(), what, summary, data))
    del history[:-HISTORY]


def _milliseconds(change: Change) -> int:
    return int(change.moment.timestamp() * 1000)
