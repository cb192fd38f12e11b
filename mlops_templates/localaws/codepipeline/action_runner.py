"""Runs one action: as its role, with its variables resolved, its outcome written into its record."""

from __future__ import annotations

import logging
from collections.abc import Callable

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline import artifacts, events
from mlops_templates.localaws.codepipeline.actions import RUNNERS, approval
from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job, Outcome
from mlops_templates.localaws.codepipeline.state import ActionRun, Execution, Pipeline
from mlops_templates.localaws.codepipeline.variables import UnresolvedReferenceError, resolve
from mlops_templates.localaws.errors import AwsError

Work = Callable[[Call, Pipeline, Execution, ActionRun], None]

logger = logging.getLogger(__name__)


def run(call: Call, pipeline: Pipeline, execution: Execution, record: ActionRun) -> None:
    """Run an action to its end; whatever goes wrong is a failed action with its reason, never a lost one."""
    events.action_changed(call, pipeline, execution, record)
    _end_after(_work, call, pipeline, execution, record)


def go_on(call: Call, pipeline: Pipeline, execution: Execution, record: ActionRun) -> None:
    """Wait again for the answer to an approval that was asked for before a restart; its token stays."""
    _end_after(_wait, call, pipeline, execution, record)


def _end_after(work: Work, call: Call, pipeline: Pipeline, execution: Execution, record: ActionRun) -> None:
    try:
        work(call, pipeline, execution, record)
        status = "Succeeded"
    except ActionFailedError as error:
        status = _failed(record, error.code, error.message)
    except UnresolvedReferenceError as error:
        status = _failed(record, "ConfigurationError", str(error))
    except AwsError as error:
        status = _failed(record, error.code, error.message)
    except ClientError as error:
        reason = error.response["Error"]
        status = _failed(record, str(reason.get("Code", "JobFailed")), str(reason.get("Message", error)))
    except Exception as error:
        logger.exception("action %s of pipeline %s", record.name, pipeline.name)
        status = _failed(record, "InternalError", f"{type(error).__name__}: {error}")
    with pipeline.changed:
        record.end(status)
        pipeline.changed.notify_all()
    events.action_changed(call, pipeline, execution, record)


def _work(call: Call, pipeline: Pipeline, execution: Execution, record: ActionRun) -> None:
    declaration = record.declaration
    record.configuration = {
        key: resolve(value, execution.variables) for key, value in declaration["configuration"].items()
    }
    record.inputs = {item["name"]: execution.artifacts[item["name"]] for item in declaration["inputArtifacts"]}
    job = Job(_acting(call, pipeline, execution, declaration), pipeline, execution, record)
    kind = declaration["actionTypeId"]
    outcome = RUNNERS[kind["category"], kind["provider"]](job)
    _keep(job, outcome)


def _wait(call: Call, pipeline: Pipeline, execution: Execution, record: ActionRun) -> None:
    job = Job(_acting(call, pipeline, execution, record.declaration), pipeline, execution, record)
    _keep(job, approval.wait(job))


def _acting(call: Call, pipeline: Pipeline, execution: Execution, declaration: dict[str, object]) -> Call:
    """The pipeline's role, or the action's own role assumed from it."""
    session = f"codepipeline-{execution.definition['name']}"
    acting = call.as_role(execution.definition["roleArn"], session, "codepipeline.amazonaws.com", pipeline.arn)
    own = declaration.get("roleArn")
    return acting.as_role(str(own), session) if own else acting


def _keep(job: Job, outcome: Outcome) -> None:
    """Store what the action gave, unless it was abandoned meanwhile."""
    stored = {
        name: artifacts.put(job.call, job.execution.definition, name, content)
        for name, content in outcome.outputs.items()
    }
    with job.pipeline.changed:
        if job.record.status != "InProgress":
            return
        job.record.outputs, job.record.variables = stored, dict(outcome.variables)
        job.execution.artifacts.update(stored)
        namespace = job.record.declaration.get("namespace")
        if namespace:
            job.execution.variables[namespace] = dict(outcome.variables)


def _failed(record: ActionRun, code: str, message: str) -> str:
    record.error_code, record.error_message = code, message
    return "Failed"
