"""A step from its start to its end, whatever its type."""

import logging
from collections.abc import Callable
from functools import partial

from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines import job_steps, plain_steps
from mlops_templates.localaws.sagemaker.pipelines.expressions import Unresolved
from mlops_templates.localaws.sagemaker.pipelines.step_context import StepContext, StepFailed, StepStopped

PERFORMERS: dict[str, Callable[[StepContext], None]] = {
    "Processing": partial(job_steps.perform, kind=job_steps.PROCESSING),
    "Training": partial(job_steps.perform, kind=job_steps.TRAINING),
    "Tuning": partial(job_steps.perform, kind=job_steps.TUNING),
    "Transform": partial(job_steps.perform, kind=job_steps.TRANSFORM),
    "Model": plain_steps.create_model,
    "RegisterModel": plain_steps.register_model,
    "Condition": plain_steps.decide,
    "Fail": plain_steps.fail,
}
STOPPERS: dict[str, Callable[[StepContext], None]] = {
    "Processing": partial(job_steps.stop, kind=job_steps.PROCESSING),
    "Training": partial(job_steps.stop, kind=job_steps.TRAINING),
    "Tuning": partial(job_steps.stop, kind=job_steps.TUNING),
    "Transform": partial(job_steps.stop, kind=job_steps.TRANSFORM),
}
REASON_LIMIT = 1024

logger = logging.getLogger(__name__)


def perform(context: StepContext) -> None:
    """Do the step and note how it ended; nothing is raised."""
    status, reason = "Succeeded", ""
    try:
        PERFORMERS[context.step.type](context)
    except StepStopped as error:
        status, reason = "Stopped", str(error)
    except (StepFailed, Unresolved) as error:
        status, reason = "Failed", str(error)
    except Exception as error:
        logger.exception("step %s of %s", context.step.name, context.execution.arn)
        status, reason = "Failed", f"InternalServerError: {error!r}"
    with context.call.world.lock:
        context.run.failure_reason, context.run.ended = reason[:REASON_LIMIT], now()
        context.run.status = status


def stop(context: StepContext) -> None:
    """Ask a running step to stop; steps without a job end by themselves."""
    stopper = STOPPERS.get(context.step.type)
    if stopper is None or context.run.status != "Executing":
        return
    context.run.status = "Stopping"
    try:
        stopper(context)
    except StepFailed as error:
        logger.info("step %s had ended before it could be stopped: %s", context.step.name, error)
