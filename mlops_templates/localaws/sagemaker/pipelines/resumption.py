"""Pipeline executions after a restart."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines import runner
from mlops_templates.localaws.sagemaker.pipelines.records import PipelineState, StepRun


def resume(call: Call) -> None:
    """An execution that ran has failed with its steps; a retry does those again. One being stopped is stopped."""
    for execution in list(call.state(PipelineState).executions.values()):
        if execution.status in ("Executing", "Stopping"):
            for step in execution.steps.values():
                _end(step, stopped=execution.stop_requested)
            runner.end(call, execution, "" if execution.stop_requested else runner.reason_of(execution) or INTERRUPTED)


def _end(step: StepRun, *, stopped: bool) -> None:
    if step.status not in ("Succeeded", "Failed", "Stopped"):
        step.status, step.ended = "Stopped" if stopped else "Failed", now()
        step.failure_reason = "" if stopped else f"InternalServerError: {INTERRUPTED}"
