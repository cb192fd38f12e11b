"""The metrics of SQS, which nobody puts: how many messages a queue holds is looked up when it may have changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from moto.sqs.models import sqs_backends

from mlops_templates.localaws.cloudwatch.state import CloudWatchState, Metric, now

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

NAMESPACE = "AWS/SQS"
MINUTE = 60


@dataclass
class Counted:
    """What was last noted of each queue, and in which minute."""

    by_queue: dict[str, tuple[int, int, int]] = field(default_factory=dict)


def changed(call: Call) -> None:
    """Somebody did something to queues: note what they hold, and judge the alarms on it."""
    from mlops_templates.localaws.cloudwatch.evaluation import judge_watchers

    if metrics := note(call, {NAMESPACE}):
        with call.world.changes.to(["cloudwatch"]):
            judge_watchers(call, metrics)


def note(call: Call, namespaces: Collection[str]) -> set[Metric]:
    """Note what queues hold, if it is asked for and differs from what was noted in this minute."""
    if NAMESPACE not in namespaces:
        return set()
    from mlops_templates.localaws.cloudwatch.metrics import add

    counted, moment, noted = call.live(Counted).by_queue, now(), set()
    for name, queue in list(sqs_backends[call.account][call.region].queues.items()):
        visible, hidden = queue.approximate_number_of_messages, queue.approximate_number_of_messages_not_visible
        found = (int(moment.timestamp()) // MINUTE, visible, hidden)
        if counted.get(name) == found:
            continue
        counted[name] = found
        for metric, value in _metrics(name, visible, hidden).items():
            add(call, metric, moment, {float(value): 1.0}, "Count", alone=True)
            noted.add(metric)
    return noted


def watched(call: Call) -> bool:
    """Whether any alarm is about queues."""
    alarms = call.state(CloudWatchState).alarms.values()
    return any(not alarm.is_composite and alarm.metric.namespace == NAMESPACE for alarm in alarms)


def _metrics(queue: str, visible: int, hidden: int) -> dict[Metric, int]:
    of_queue = (("QueueName", queue),)
    return {
        Metric(NAMESPACE, "ApproximateNumberOfMessagesVisible", of_queue): visible,
        Metric(NAMESPACE, "ApproximateNumberOfMessagesNotVisible", of_queue): hidden,
    }
