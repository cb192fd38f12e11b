"""Executions after a restart: actions that ran have failed, approvals are still waited for, the rest goes on."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline import action_runner, doors, events, executor
from mlops_templates.localaws.codepipeline.state import ActionRun, CodePipelineState, Execution, Pipeline
from mlops_templates.localaws.interruption import INTERRUPTED


def resume(call: Call) -> None:
    """Take up every execution on its way where it was."""
    for pipeline in list(call.state(CodePipelineState).pipelines.values()):
        for execution in list(pipeline.executions):
            if execution.status in ("InProgress", "Stopping"):
                for record in execution.runs:
                    if record.status == "InProgress" and not is_approval(record):
                        _fail(call, pipeline, execution, record)
                call.world.spawn(f"pipeline {pipeline.name}", _take_up, call, pipeline, execution)


def is_approval(record: ActionRun) -> bool:
    return bool(record.declaration["actionTypeId"]["category"] == "Approval")


def _fail(call: Call, pipeline: Pipeline, execution: Execution, record: ActionRun) -> None:
    record.error_code, record.error_message = "JobFailed", INTERRUPTED
    with pipeline.changed:
        record.end("Failed")
    events.action_changed(call, pipeline, execution, record)


def _take_up(call: Call, pipeline: Pipeline, execution: Execution) -> None:
    names = execution.path
    inside = next((name for name in names if execution.id in pipeline.door(name).inside), "")
    if inside:
        _go_on_inside(call, pipeline, execution, inside)
        return
    waiting = next((name for name in names if execution.id in pipeline.door(name).waiting), "")
    left = [name for name in names if execution.stages.get(name) != "Succeeded"]
    if not waiting and left:
        with pipeline.changed:
            doors.arrive(pipeline, execution, left[0])
    executor.run(call, pipeline, execution, waiting or (left or names)[0])


def _go_on_inside(call: Call, pipeline: Pipeline, execution: Execution, stage: str) -> None:
    """Wait for what is still to be decided, then go on with the stage unless something in it has failed."""
    actions = [action["name"] for action in execution.stage(stage)["actions"]]
    latest = [record for name in actions if (record := execution.latest(stage, name))]
    pending = [record for record in latest if record.status == "InProgress"]
    for record in pending:
        work = action_runner.go_on if record.token else action_runner.run
        call.world.spawn(f"action {record.name}", work, call, pipeline, execution, record)
    with pipeline.changed:
        pipeline.changed.wait_for(lambda: all(record.status != "InProgress" for record in pending))
    if execution.status == "InProgress" and all(record.status == "Succeeded" for record in latest):
        executor.run(call, pipeline, execution, stage)
    else:
        executor.end_in_stage(call, pipeline, execution, stage)
