"""Waits for the schedule that is due next, and fires it: one thread for all accounts and regions."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mlops_templates.localaws.scheduler import expressions, firing
from mlops_templates.localaws.scheduler.expressions import utc
from mlops_templates.localaws.scheduler.state import Schedule, SchedulerState

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World

LONGEST_SECONDS = 300.0
"""After this it looks again: somebody may have set the clock of this machine."""
PART = "scheduler"

logger = logging.getLogger(__name__)


class Clock:
    """The thread, which is there once something is to be waited for."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._changed = False
        self._thread: threading.Thread | None = None

    def wake(self, world: World) -> None:
        """Something else may be due next."""
        with self._turn:
            self._changed = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, args=(world,), name="clock", daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def _work(self, world: World) -> None:
        while not world.processes.closed:
            with self._turn:
                self._changed = False
            try:
                due = fire_due(world)
            except Exception:
                logger.exception("schedules could not be fired")
                due = None
            with self._turn:
                wait = LONGEST_SECONDS if due is None else min(max(due - time.time(), 0.0), LONGEST_SECONDS)
                self._turn.wait_for(lambda: self._changed, timeout=wait)


def wake(world: World) -> None:
    """Tell the clock of a server that schedules changed."""
    world.live(Clock, "", "global").wake(world)


def set_due(schedule: Schedule, moment: datetime) -> None:
    """Note when a schedule fires next, after a moment; a rate begins with its start, or as it is made."""
    given = schedule.settings
    expression = expressions.read(given["ScheduleExpression"], given.get("ScheduleExpressionTimezone") or "UTC")
    start, end = given.get("StartDate"), given.get("EndDate")
    base = utc(start) if start else schedule.created
    if expression.once is None and start and utc(start) > moment:
        moment = utc(start)
        found = base if expression.rate else expression.after(moment, base)
    else:
        found = expression.after(moment, base)
    over = found is None or (expression.once is None and end is not None and found > utc(end))
    schedule.due = None if over or found is None else found.timestamp()


def fire_due(world: World) -> float | None:
    """Fire everything that is due; when something is due next."""
    following: list[float] = []
    for account, region, state in _states(world):
        for schedule in list(state.schedules.values()):
            if schedule.enabled and schedule.due is not None and schedule.due <= time.time():
                _fire(world, account, region, state, schedule)
            if schedule.enabled and schedule.due is not None:
                following.append(schedule.due)
    return min(following, default=None)


def _fire(world: World, account: str, region: str, state: SchedulerState, schedule: Schedule) -> None:
    from mlops_templates.localaws.call import Call

    call = Call(world, account, region, world.sessions.of_root(account, region))
    due = schedule.due or time.time()
    with world.changes.to([PART]):
        set_due(schedule, datetime.now(UTC))
        if schedule.due is None and schedule.settings.get("ActionAfterCompletion") == "DELETE":
            state.schedules.pop((schedule.group, schedule.name), None)
        world.spawn(f"schedule {schedule.name}", firing.fire, call, schedule, due)


def _states(world: World) -> Iterator[tuple[str, str, SchedulerState]]:
    for (_, account, region), state in list(world.states.items()):
        if isinstance(state, SchedulerState):
            yield account, region, state
