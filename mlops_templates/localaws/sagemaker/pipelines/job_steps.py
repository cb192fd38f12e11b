"""Processing, Training, Tuning and Transform steps: a job, or the result of an earlier one from the cache."""

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.jobs import lifecycle, processing_jobs, training_jobs
from mlops_templates.localaws.sagemaker.jobs.records import Job, JobState
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines import caching
from mlops_templates.localaws.sagemaker.pipelines.expressions import resolve
from mlops_templates.localaws.sagemaker.pipelines.scope import scope_of
from mlops_templates.localaws.sagemaker.pipelines.step_context import StepContext, StepFailed, StepStopped
from mlops_templates.localaws.sagemaker.transform import transform_jobs
from mlops_templates.localaws.sagemaker.tuning import tuning_jobs

_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class JobStep:
    """What differs between the step types that run a job."""

    metadata: str
    create: str
    stop: str
    name: str
    describe: Callable[[Call, Job], Document]
    arn: str = ""
    """The member of the answer that names the job, when it is not `<metadata>Arn`."""
    name_limit: int = 63


PROCESSING = JobStep(
    "ProcessingJob",
    "CreateProcessingJob",
    "StopProcessingJob",
    "ProcessingJobName",
    lambda _, job: processing_jobs.described(job),
)
TRAINING = JobStep(
    "TrainingJob",
    "CreateTrainingJob",
    "StopTrainingJob",
    "TrainingJobName",
    lambda _, job: training_jobs.described(job),
)
TUNING = JobStep(
    "TuningJob",
    "CreateHyperParameterTuningJob",
    "StopHyperParameterTuningJob",
    "HyperParameterTuningJobName",
    tuning_jobs.properties,
    arn="HyperParameterTuningJobArn",
    name_limit=32,
)
TRANSFORM = JobStep(
    "TransformJob",
    "CreateTransformJob",
    "StopTransformJob",
    "TransformJobName",
    lambda _, job: transform_jobs.described(job),
)


def perform(context: StepContext, kind: JobStep) -> None:
    """Run the job of a step, or use an earlier result."""
    name = _job_name(context, kind)
    scope = scope_of(context.call, context.execution, context.definition, {kind.name: name})
    arguments = {**resolve(context.step.arguments, scope), kind.name: name}
    key = caching.key(context.step.type, arguments) if context.step.expire_after is not None else ""
    if key and _use_earlier(context, kind, key):
        return
    job = _run(context, kind, arguments)
    context.run.properties = kind.describe(context.call, job)
    if key:
        place = (context.execution.pipeline_arn, context.step.name, key)
        hit = caching.Hit(context.execution.arn, job.arn, job.ended or now())
        context.call.state(caching.CacheState).hits[place] = hit


def stop(context: StepContext, kind: JobStep) -> None:
    """Ask the job of a running step to stop."""
    if arn := context.run.metadata.get(kind.metadata, {}).get("Arn"):
        context.invoke(kind.stop, {kind.name: arn.rpartition("/")[2]})


def _run(context: StepContext, kind: JobStep, arguments: Document) -> Job:
    arn = context.invoke(kind.create, arguments)[kind.arn or f"{kind.metadata}Arn"]
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
    context.run.properties = kind.describe(context.call, job)
    return True


def _job_name(context: StepContext, kind: JobStep) -> str:
    """`pipelines-<execution>-<step>-<random>`, or the prefix that the definition sets."""
    prefix = context.step.arguments.get(kind.name)
    end = "".join(secrets.choice(_LETTERS) for _ in range(10))
    start = prefix if isinstance(prefix, str) else f"pipelines-{context.execution.id}-{context.step.name}"
    return f"{start.replace('_', '-')[: kind.name_limit - 11].rstrip('-')}-{end}"
