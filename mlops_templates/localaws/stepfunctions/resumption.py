"""Executions after a restart: each goes on with the state that it was in."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.stepfunctions.runner import run
from mlops_templates.localaws.stepfunctions.state import StepFunctionsState


def resume(call: Call) -> None:
    for execution in list(call.state(StepFunctionsState).executions.values()):
        if execution.status == "RUNNING":
            call.world.spawn(f"execution {execution.name}", run, call, execution)
