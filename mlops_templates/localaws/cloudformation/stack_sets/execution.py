"""An operation at work: region after region, so many accounts at a time, until too many have failed."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from queue import SimpleQueue

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.stack_sets.instance_work import work
from mlops_templates.localaws.cloudformation.stack_sets.preferences import in_order, pace, shown
from mlops_templates.localaws.cloudformation.stack_sets.state import Result, SetOperation, StackSet
from mlops_templates.localaws.cloudformation.state import now

TOO_MANY = "Cancelled since failure tolerance has exceeded"
STOPPED = "Cancelled since the operation was stopped"
"""AWS's words for this are not known."""

logger = logging.getLogger(__name__)


def run(call: Call, stack_set: StackSet, operation: SetOperation) -> None:
    """Work on every account and region; whatever happens, the operation ends with a status."""
    try:
        within = _Run(call, stack_set, operation).everywhere()
    except Exception:
        logger.exception("the operation %s on stack set %s failed", operation.id, stack_set.name)
        within = False
    with call.world.lock:
        operation.ended = now()
        if operation.status == "STOPPING":
            operation.status = "STOPPED"
        else:
            operation.status = "SUCCEEDED" if within else "FAILED"


@dataclass(frozen=True)
class _Run:
    call: Call
    stack_set: StackSet
    operation: SetOperation

    def everywhere(self) -> bool:
        """Whether every region stayed within the tolerance; in sequence, the first that did not ends the operation."""
        given = self.operation.request.get("OperationPreferences") or {}
        regions = in_order({result.region for result in self.operation.results}, given)
        by_region = [[each for each in self.operation.results if each.region == region] for region in regions]
        if shown(given)["RegionConcurrencyType"] == "PARALLEL":
            return self._at_once(by_region)
        within = True
        for results in by_region:
            if within:
                within = self._in_region(results)
            else:
                self._cancel(results, TOO_MANY)
        return within

    def _at_once(self, by_region: list[list[Result]]) -> bool:
        reports: SimpleQueue[bool] = SimpleQueue()
        for results in by_region:
            self.call.world.spawn("region of a stack set", self._reported, results, reports)
        verdicts = [reports.get() for _ in by_region]
        return all(verdicts)

    def _reported(self, results: list[Result], reports: SimpleQueue[bool]) -> None:
        within = False
        try:
            within = self._in_region(results)
        finally:
            reports.put(within)

    def _in_region(self, results: list[Result]) -> bool:
        speed = pace(self.operation.request.get("OperationPreferences") or {}, len(results))
        waiting, running, failed = deque(results), 0, 0
        finished: SimpleQueue[Result] = SimpleQueue()
        while waiting or running:
            if speed.exceeded(failed) or self.operation.status == "STOPPING":
                self._cancel(waiting, TOO_MANY if speed.exceeded(failed) else STOPPED)
                waiting.clear()
            while waiting and running < speed.room(failed):
                self.call.world.spawn("stack instance", self._one, waiting.popleft(), finished)
                running += 1
            if running:
                failed += finished.get().status == "FAILED"
                running -= 1
        return not speed.exceeded(failed)

    def _one(self, result: Result, finished: SimpleQueue[Result]) -> None:
        try:
            work(self.call, self.stack_set, self.operation, result)
        finally:
            finished.put(result)

    def _cancel(self, results: list[Result] | deque[Result], reason: str) -> None:
        for result in results:
            instance = self.stack_set.instances[result.place]
            result.status, result.reason = "CANCELLED", reason
            instance.status = "INOPERABLE" if instance.status == "INOPERABLE" else "OUTDATED"
            instance.detail, instance.reason = "CANCELLED", reason
