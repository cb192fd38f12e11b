"""Schedules after a restart."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.scheduler import clock
from mlops_templates.localaws.scheduler.expressions import read
from mlops_templates.localaws.scheduler.state import SchedulerState, now


def resume(call: Call) -> None:
    """Wait for the schedules again. A single moment that passed meanwhile is made up for, a time of many is not."""
    for schedule in list(call.state(SchedulerState).schedules.values()):
        given = schedule.settings
        once = read(given["ScheduleExpression"], given.get("ScheduleExpressionTimezone") or "UTC").once
        if once is None:
            clock.set_due(schedule, now())
    clock.wake(call.world)
