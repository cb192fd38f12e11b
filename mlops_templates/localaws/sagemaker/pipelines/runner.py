"""An execution from its start to its end: steps in the order of their needs, independent ones at the same time."""

import logging
import queue
from dataclasses import dataclass, field

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.jobs.lifecycle import ROLE_SESSION
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines import steps
from mlops_templates.localaws.sagemaker.pipelines.definition import Definition, Step
from mlops_templates.localaws.sagemaker.pipelines.events import emit_status_change
from mlops_templates.localaws.sagemaker.pipelines.graph import Progress, nodes, ready, skip
from mlops_templates.localaws.sagemaker.pipelines.reading import read
from mlops_templates.localaws.sagemaker.pipelines.records import Execution, StepRun
from mlops_templates.localaws.sagemaker.pipelines.step_context import StepContext

PARALLEL_STEPS = 50
REASON_LIMIT = 1300

logger = logging.getLogger(__name__)


@dataclass
class Running:
    """The steps of an execution that are at work, and where they report their end."""

    contexts: dict[str, StepContext] = field(default_factory=dict)
    ended: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)


@dataclass
class RunningState:
    """Executions at work, by ARN."""

    executions: dict[str, Running] = field(default_factory=dict)


def run(call: Call, execution: Execution) -> None:
    """Execute what is left of an execution; whatever happens, it ends with a status and a reason."""
    running = Running()
    call.live(RunningState).executions[execution.arn] = running
    emit_status_change(call, execution, "")
    reason = "InternalServerError"
    try:
        role = call.as_role(execution.role_arn, ROLE_SESSION, "sagemaker.amazonaws.com", execution.arn)
        reason = _execute(role, execution, read(execution.definition), running)
    except (AwsError, BotoCoreError, ClientError) as error:
        reason = f"ClientError: {error}"
    except Exception as error:
        logger.exception("execution %s", execution.arn)
        reason = f"InternalServerError: {error!r}"
    finally:
        del call.live(RunningState).executions[execution.arn]
        end(call, execution, reason)


def stop(call: Call, execution: Execution) -> None:
    """Stop the steps that are at work; no other starts."""
    running = call.live(RunningState).executions.get(execution.arn)
    for context in list(running.contexts.values()) if running else []:
        steps.stop(context)


def _execute(role: Call, execution: Execution, definition: Definition, running: Running) -> str:
    """Run steps until none can; the reason of a failure."""
    graph, progress = nodes(definition), _progress(execution)
    while True:
        skip(graph, progress)
        if not execution.stop_requested and not _failures(execution):
            for step in ready(graph, progress):
                if step.name not in running.contexts and len(running.contexts) < _parallel(execution.parallelism):
                    _start(role, execution, definition, step, running)
        if not running.contexts:
            return reason_of(execution)
        name = running.ended.get()
        del running.contexts[name]
        if execution.steps[name].status == "Succeeded":
            _settle(progress, execution.steps[name])


def _start(role: Call, execution: Execution, definition: Definition, step: Step, running: Running) -> None:
    earlier = execution.steps.pop(step.name, None)
    attempt = earlier.attempt + 1 if earlier else 1
    record = StepRun(step.name, step.type, step.display_name, step.description, now(), attempt)
    context = StepContext(role, execution, definition, step, record)
    execution.steps[step.name] = record
    running.contexts[step.name] = context

    def work() -> None:
        try:
            steps.perform(context)
        finally:
            running.ended.put(step.name)

    role.world.spawn(f"step {step.name} of {execution.arn}", work)


def _progress(execution: Execution) -> Progress:
    """What an earlier attempt already did; its other steps are to be done again."""
    progress = Progress()
    for record in execution.steps.values():
        if record.status == "Succeeded":
            _settle(progress, record)
    return progress


def _settle(progress: Progress, record: StepRun) -> None:
    progress.done.add(record.name)
    if record.type == "Condition":
        progress.outcomes[record.name] = record.properties["Outcome"] == "True"


def _failures(execution: Execution) -> list[StepRun]:
    return [record for record in list(execution.steps.values()) if record.status == "Failed"]


def reason_of(execution: Execution) -> str:
    failed = [f"{record.name}: {record.failure_reason}" for record in _failures(execution)]
    return f"Step failure: One or multiple steps failed. {' '.join(failed)}" if failed else ""


def _parallel(configuration: Document | None) -> int:
    return int((configuration or {}).get("MaxParallelExecutionSteps", PARALLEL_STEPS))


def end(call: Call, execution: Execution, reason: str) -> None:
    """Close an execution, with the reason of a failure, and tell so."""
    previous = execution.status
    with call.world.lock:
        execution.failure_reason, execution.modified = reason[:REASON_LIMIT], now()
        execution.status = "Failed" if reason else "Stopped" if execution.stop_requested else "Succeeded"
    emit_status_change(call, execution, previous)
