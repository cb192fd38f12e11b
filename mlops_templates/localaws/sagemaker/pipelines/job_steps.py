"""Processing, Training and Transform steps: a job, or the result of an earlier one from the cache."""

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.jobs import lifecycle, processing_jobs, training_jobs
from mlops_templates.localaws.sagemaker.jobs.records import Job, JobState
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines import caching
from mlops_templates.localaws.sagemaker.pipelines.expressions import resolve
from mlops_templates.localaws.sagemaker.pipelines.scope import scope_of
from mlops_templates.localaws.sagemaker.pipelines.step_context import StepContext, StepFailed, StepStopped
from mlops_templates.localaws.sagemaker.transform import transform_jobs

NAME_LIMIT = 63
_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class JobStep:
    """What differs between the step types that run a job."""

    metadata: str
    create: str
    stop: str
    name: str
    describe: Callable[[Job], Document]


PROCESSING = JobStep(
    "ProcessingJob", "CreateProcessingJob", "StopProcessingJob", "ProcessingJobName", processing_jobs.described
)
TRAINING = JobStep("TrainingJob", "CreateTrainingJob", "StopTrainingJob", "TrainingJobName", training_jobs.described)
TRANSFORM = JobStep(
    "TransformJob", "CreateTransformJob", "StopTransformJob", "TransformJobName", transform_jobs.described
)


def perform(context: StepContext, kind: JobStep) -> None:
    """Run the job of a step, or use an earlier result."""
    name = _job_name(context, context.step.arguments.get(kind.name))
    scope = scope_of(context.call, context.execution, context.definition, {kind.name: name})
    arguments = {**resolve(context.step.arguments, scope), kind.name: name}
    key = caching.key(context.step.type, arguments) if context.step.expire_after is not None else ""
    if key and _use_earlier(context, kind, key):
        return
    job = _run(context, kind, arguments)
    context.run.properties = kind.describe(job)
    if key:
        place = (context.execution.pipeline_arn, context.step.name, key)
        hit = caching.Hit(context.execution.arn, job.arn, job.ended or now())
        context.call.state(caching.CacheState).hits[place] = hit


def stop(context: StepContext, kind: JobStep) -> None:
    """Ask the job of a running step to stop."""
    if arn := context.run.metadata.get(kind.metadata, {}).get("Arn"):
        context.invoke(kind.stop, {kind.name: arn.rpartition("/")[2]})


def _run(context: StepContext, kind: JobStep, arguments: Document) -> Job:
    arn = context.invoke(kind.create, arguments)[f"{kind.metadata}Arn"]
    context.run.metadata = {kind.metadata: {"Arn": arn}}
    if context.execution.stop_requested:
        stop(context, kind)
    job = lifecycle.wait(context.call, arn)
    if job.status == "Failed":
        raise StepFailed(job.failure_reason)
    if job.status == "Stopped" and context.execution.stop_requested:
        raise StepStopped(job.failure_reason)
    if job.status == "Stopped":
        raise StepFailed(f"ClientError: {kind.metadata} {job.name} was stopped. {job.failure_reason}".strip())
    return job


def _use_earlier(context: StepContext, kind: JobStep, key: str) -> bool:
    place = (context.execution.pipeline_arn, context.step.name, key)
    hit = context.call.state(caching.CacheState).hits.get(place)
    expire_after = context.step.expire_after
    if hit is None or expire_after is None or not caching.is_fresh(hit, expire_after, now()):
        return False
    job = context.call.state(JobState).jobs.get(hit.job_arn)
    if job is None:
        return False
    context.run.cached_from = hit.execution_arn
    context.run.metadata = {kind.metadata: {"Arn": hit.job_arn}}
    context.run.properties = kind.describe(job)
    return True


def _job_name(context: StepContext, prefix: object) -> str:
    """`pipelines-<execution>-<step>-<random>`, or the prefix that the definition sets."""
    end = "".join(secrets.choice(_LETTERS) for _ in range(10))
    start = prefix if isinstance(prefix, str) else f"pipelines-{context.execution.id}-{context.step.name}"
    return f"{start.replace('_', '-')[: NAME_LIMIT - 11].rstrip('-')}-{end}"
