"""Runs an execution: through the doors, stage by stage, run order by run order.

An execution can be taken up at any stage: what it needs is in its record. Retry uses that. A stage that has failed is
retried or rolled back if its definition wants it so.
"""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline import action_runner, doors, events, rollbacks, stage_failure
from mlops_templates.localaws.codepipeline.state import ActionRun, Execution, Pipeline, now
from mlops_templates.localaws.document import Document


def run(call: Call, pipeline: Pipeline, execution: Execution, first: str) -> None:
    """Take an execution, which waits in front of the stage `first` or is inside again, as far as it gets."""
    names, rollback = execution.path, None
    for name in names[names.index(first) :]:
        if name != first:
            _arrive(call, pipeline, execution, name)
        with pipeline.changed:
            if execution.id not in pipeline.door(name).inside and not doors.enter(pipeline, execution, name):
                break
            execution.stages[name] = "InProgress"
        rollback = _run_stage(call, pipeline, execution, execution.stage(name))
        if execution.stages[name] != "Succeeded":
            break
    _finish(call, pipeline, execution)
    if rollback:
        roll_back(call, pipeline, rollback)


def roll_back(call: Call, pipeline: Pipeline, rollback: Execution) -> None:
    """Run a rollback, which is inside its stage already, in the background."""
    events.pipeline_changed(call, pipeline, rollback)
    call.world.spawn(f"pipeline {pipeline.name}", run, call, pipeline, rollback, rollback.rolled_back_stage)


def _arrive(call: Call, pipeline: Pipeline, execution: Execution, stage: str) -> None:
    with pipeline.changed:
        overtaken = doors.arrive(pipeline, execution, stage)
    for each in overtaken:
        events.pipeline_changed(call, pipeline, each)


def _run_stage(call: Call, pipeline: Pipeline, execution: Execution, stage: Document) -> Execution | None:
    """Run the stage, again if it failed and is to be retried; give the rollback that its failure began."""
    name = stage["name"]
    events.stage_changed(call, pipeline, execution, name, "RESUMED" if execution.attempt > 1 else "")
    try:
        _run_actions(call, pipeline, execution, stage)
        while _stage_status(execution, stage) == "Failed" and stage_failure.retry(pipeline, execution, stage):
            events.stage_changed(call, pipeline, execution, name, "RESUMED")
            _run_actions(call, pipeline, execution, stage)
    finally:
        rollback = _close_stage(pipeline, execution, stage)
    events.stage_changed(call, pipeline, execution, name)
    return rollback


def _run_actions(call: Call, pipeline: Pipeline, execution: Execution, stage: Document) -> None:
    """Run the stage's actions; those that a retry need not repeat are passed over."""
    name = stage["name"]
    for order in sorted({action["runOrder"] for action in stage["actions"]}):
        group = [action for action in stage["actions"] if action["runOrder"] == order]
        _run_group(call, pipeline, execution, name, [each for each in group if not _done(execution, name, each)])
        if execution.status != "InProgress" or not all(_done(execution, name, each) for each in group):
            break


def end_in_stage(call: Call, pipeline: Pipeline, execution: Execution, stage: str) -> None:
    """End an execution in the stage that it is in, with what its actions came to."""
    rollback = _close_stage(pipeline, execution, execution.stage(stage))
    events.stage_changed(call, pipeline, execution, stage)
    _finish(call, pipeline, execution)
    if rollback:
        roll_back(call, pipeline, rollback)


def _close_stage(pipeline: Pipeline, execution: Execution, stage: Document) -> Execution | None:
    """Leave the stage; a rollback takes the place at once, before those that wait in front of it."""
    with pipeline.changed:
        execution.stages[stage["name"]] = _stage_status(execution, stage)
        rollback = rollbacks.after_failure(pipeline, execution, stage)
        doors.leave(pipeline, execution, stage["name"])
    return rollback


def _run_group(call: Call, pipeline: Pipeline, execution: Execution, stage: str, actions: list[Document]) -> None:
    """Run actions side by side and wait until each has ended, also when one of them fails."""
    runs = [ActionRun(stage, action) for action in actions]
    with pipeline.changed:
        execution.runs += runs
    for each in runs:
        call.world.spawn(f"action {each.name}", action_runner.run, call, pipeline, execution, each)
    with pipeline.changed:
        pipeline.changed.wait_for(lambda: all(each.status != "InProgress" for each in runs))


def _done(execution: Execution, stage: str, action: Document) -> bool:
    latest = execution.latest(stage, action["name"])
    return latest is not None and latest.status == "Succeeded"


def _stage_status(execution: Execution, stage: Document) -> str:
    runs = [execution.latest(stage["name"], action["name"]) for action in stage["actions"]]
    if all(each is not None and each.status == "Succeeded" for each in runs):
        return "Succeeded"
    if execution.status in ("Stopping", "Stopped"):
        return "Stopped"
    return "Failed"


def _finish(call: Call, pipeline: Pipeline, execution: Execution) -> None:
    with pipeline.changed:
        was = execution.status
        if was == "Stopping":
            execution.status = "Stopped"
        elif was == "InProgress":
            succeeded = all(status == "Succeeded" for status in execution.stages.values())
            execution.status = "Succeeded" if succeeded else "Failed"
        execution.updated = now()
        pipeline.changed.notify_all()
    if execution.status != was:
        events.pipeline_changed(call, pipeline, execution)
