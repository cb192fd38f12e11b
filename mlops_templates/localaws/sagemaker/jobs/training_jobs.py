"""Training jobs."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import images
from mlops_templates.localaws.sagemaker.jobs import lifecycle, training
from mlops_templates.localaws.sagemaker.jobs.records import TRAINING, Job, JobState
from mlops_templates.localaws.sagemaker.jobs.toolkit import PROGRAM, SUBMIT_DIRECTORY
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.network import check_network
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def create_training_job(call: Call, request: Document) -> Document:
    check(call, request)
    job = lifecycle.begin(call, TRAINING, request["TrainingJobName"], request, training.work)
    return {"TrainingJobArn": job.arn}


@SERVICE.action
def describe_training_job(call: Call, request: Document) -> Document:
    return described(_found(call, request["TrainingJobName"]))


@SERVICE.action
def list_training_jobs(call: Call, request: Document) -> Document:
    jobs = [job for job in list(call.state(JobState).jobs.values()) if job.kind == TRAINING]
    kept, token = page(select(jobs, request, order="Descending", status=lambda job: job.status), request)
    return {"TrainingJobSummaries": [described(job) for job in kept], "NextToken": token}


@SERVICE.action
def stop_training_job(call: Call, request: Document) -> Document:
    lifecycle.stop(call, _found(call, request["TrainingJobName"]))
    return {}


def check(call: Call, request: Document) -> None:
    """Refuse what AWS refuses at once, and what is not imitated here."""
    _check_algorithm(call, request)
    if "InstanceType" not in request.get("ResourceConfig", {}):
        raise not_emulated("a training job without ResourceConfig.InstanceType")
    for channel in request.get("InputDataConfig", []):
        if "S3DataSource" not in channel["DataSource"]:
            raise not_emulated("a channel without S3DataSource")
    check_network(call, request.get("VpcConfig"), request["RoleArn"])


def described(job: Job) -> Document:
    """The job as the API shows it."""
    seconds = int((job.ended - job.started).total_seconds()) if job.started and job.ended else 0
    facts = {
        "TrainingStartTime": job.started,
        "TrainingEndTime": job.ended,
        "TrainingTimeInSeconds": max(seconds, 1) if job.ended else None,
        "BillableTimeInSeconds": max(seconds, 1) if job.ended else None,
        "FailureReason": job.failure_reason,
        "FinalMetricDataList": job.metrics,
    }
    return {
        **{key: value for key, value in job.request.items() if key != "Tags"},
        "TrainingJobArn": job.arn,
        "TrainingJobStatus": job.status,
        "SecondaryStatus": job.secondary_status,
        "SecondaryStatusTransitions": [dict(transition) for transition in job.transitions],
        "ModelArtifacts": {"S3ModelArtifacts": job.model_artifacts},
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        **{name: value for name, value in facts.items() if value},
    }


def _found(call: Call, name: str) -> Job:
    found = call.state(JobState).jobs.get(call.arn("sagemaker", f"{TRAINING.resource}/{name}"))
    if found is None:
        raise invalid("Requested resource not found.")
    return found


def _check_algorithm(call: Call, request: Document) -> None:
    specification = request["AlgorithmSpecification"]
    image = specification.get("TrainingImage", "")
    images.check(call, image, request["RoleArn"])
    script_mode = {PROGRAM, SUBMIT_DIRECTORY} <= set(request.get("HyperParameters", {}))
    if not script_mode and not images.own(call, image) and not specification.get("ContainerEntrypoint"):
        raise not_emulated(f"the built-in algorithm of image {image}: give it a script")
