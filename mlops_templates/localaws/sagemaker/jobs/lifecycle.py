"""The life of every job: begun, at work in the background, ended with a status and a reason."""

import logging
import uuid
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.folders import remove
from mlops_templates.localaws.log_stream import LogStream
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.jobs.container import Container
from mlops_templates.localaws.sagemaker.jobs.events import emit_state_change
from mlops_templates.localaws.sagemaker.jobs.records import (
    Job,
    JobFailed,
    JobState,
    JobStopped,
    Kind,
)
from mlops_templates.localaws.sagemaker.jobs.workplace import Workplace
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import in_use, invalid

ROLE_SESSION = "SageMaker"
REASON_LIMIT = 1024

logger = logging.getLogger(__name__)


def begin(
    call: Call, kind: Kind, name: str, request: Document, work: Callable[[Workplace], None], role: str = ""
) -> Job:
    """Remember a new job and start its work in the background."""
    arn, moment = call.arn("sagemaker", f"{kind.resource}/{name}"), now()
    job = Job(kind, name, arn, request, moment, moment, role=role)
    with call.world.lock:
        if arn in call.state(JobState).jobs:
            raise in_use(f"Job name must be unique within an AWS account and region, and a job with this name "
                         f"already exists ({arn})")  # fmt: skip
        tags.register(call, arn, request.get("Tags"))
        call.state(JobState).jobs[arn] = job
    enter(job, "Starting")
    emit_state_change(call, job)
    call.world.spawn(f"{kind.resource} {name}", _live, call, job, work)
    return job


def wait(call: Call, arn: str) -> Job:
    """Wait for the end of a job."""
    job = call.state(JobState).jobs[arn]
    if not job.over:
        job.running.over.wait()
    return job


def stop(call: Call, job: Job) -> None:
    """Ask a running job to stop."""
    with call.world.lock:
        if job.status != "InProgress":
            raise invalid(f"The request was rejected because the job is in status {job.status}.")
        job.running.stopping.set()
        job.status, job.modified = "Stopping", now()
    emit_state_change(call, job)
    if job.running.process:
        call.world.spawn(f"stop {job.name}", call.world.processes.stop, job.running.process)


def enter(job: Job, status: str) -> None:
    """Note that a job entered a secondary status."""
    moment = now()
    if job.transitions:
        job.transitions[-1]["EndTime"] = moment
    job.transitions.append({"Status": status, "StartTime": moment})
    job.secondary_status, job.modified = status, moment


def _live(call: Call, job: Job, work: Callable[[Workplace], None]) -> None:
    stream = f"{job.name}/algo-1-{int(job.created.timestamp())}"
    container = Container(call.world.root / "work" / "sagemaker" / f"{job.name}-{uuid.uuid4().hex[:8]}")
    ending = ("Failed", "Failed", "InternalServerError: the job could not start")
    try:
        role = call.as_role(job.role_arn, ROLE_SESSION, "sagemaker.amazonaws.com", job.arn)
        place = Workplace(role, job, container, stream)
        with LogStream(role, job.kind.log_group, stream, place.log).followed():
            ending = _ending(place, work)
    except (AwsError, BotoCoreError, ClientError) as error:
        ending = ("Failed", "Failed", f"ClientError: {error}")
    finally:
        remove(container.folder)
        end(call, job, ending)
        job.running.over.set()


def _ending(place: Workplace, work: Callable[[Workplace], None]) -> tuple[str, str, str]:
    """Do the work; status, secondary status and reason of the end."""
    try:
        place.container.make()
        place.job.started = now()
        work(place)
    except JobFailed as error:
        return "Failed", "Failed", str(error)
    except JobStopped as error:
        return "Stopped", str(error), "" if str(error) == "Stopped" else "the job exceeded MaxRuntimeInSeconds"
    except (AwsError, BotoCoreError, ClientError, MlopsTemplatesError) as error:
        return "Failed", "Failed", f"ClientError: {error}"
    except Exception as error:
        logger.exception("job %s", place.job.arn)
        return "Failed", "Failed", f"InternalServerError: {error!r}"
    return "Completed", "Completed", ""


def end(call: Call, job: Job, ending: tuple[str, str, str]) -> None:
    """Close a job with a status, a secondary status and a reason."""
    status, secondary, reason = ending
    with call.world.lock:
        job.status, job.failure_reason, job.ended = status, reason[:REASON_LIMIT], now()
        enter(job, secondary)
        job.transitions[-1]["EndTime"] = job.ended
    emit_state_change(call, job)
