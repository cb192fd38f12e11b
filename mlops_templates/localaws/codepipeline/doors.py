"""The doors between stages: a stage holds one execution, and what waits in front of it.

SUPERSEDED: a newer execution overtakes those that wait. QUEUED: they enter in the order of their start.
PARALLEL: nobody waits. A disabled transition keeps the door shut in all modes. Every function expects that the
caller holds `pipeline.changed`.
"""

from __future__ import annotations

from mlops_templates.localaws.codepipeline.state import Execution, Pipeline, now


def arrive(pipeline: Pipeline, execution: Execution, stage: str) -> list[Execution]:
    """Queue up in front of a stage; give the executions that were overtaken there."""
    door = pipeline.door(stage)
    overtaken = [] if execution.mode != "SUPERSEDED" else [pipeline.execution(each) for each in door.waiting]
    superseded = [each for each in overtaken if each is not None and each.status == "InProgress"]
    for each in superseded:
        each.status, each.updated = "Superseded", now()
        each.summary = f"Superseded by execution {execution.id}"
        door.waiting.remove(each.id)
    door.waiting.append(execution.id)
    pipeline.changed.notify_all()
    return superseded


def enter(pipeline: Pipeline, execution: Execution, stage: str) -> bool:
    """Wait until the stage is free; False when the execution has ended in front of it."""
    door = pipeline.door(stage)

    def settled() -> bool:
        return execution.status != "InProgress" or _may_enter(pipeline, execution, stage)

    pipeline.changed.wait_for(settled)
    if execution.id in door.waiting:
        door.waiting.remove(execution.id)
    if execution.status != "InProgress":
        return False
    door.inside.add(execution.id)
    door.latest = execution.id
    return True


def leave(pipeline: Pipeline, execution: Execution, stage: str) -> None:
    """Free the stage for the next execution."""
    pipeline.door(stage).inside.discard(execution.id)
    pipeline.changed.notify_all()


def _may_enter(pipeline: Pipeline, execution: Execution, stage: str) -> bool:
    door = pipeline.door(stage)
    if not door.enabled:
        return False
    if execution.mode == "PARALLEL":
        return True
    return not door.inside and door.waiting[:1] == [execution.id]
