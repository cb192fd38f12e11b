"""Processing jobs."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import images
from mlops_templates.localaws.sagemaker.jobs import lifecycle, processing
from mlops_templates.localaws.sagemaker.jobs.container import check_path
from mlops_templates.localaws.sagemaker.jobs.records import PROCESSING, Job, JobState
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.network import check_network
from mlops_templates.localaws.sagemaker.refusals import invalid, not_found
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def create_processing_job(call: Call, request: Document) -> Document:
    _check_specification(call, request)
    _check_channels(request.get("ProcessingInputs", []), request.get("ProcessingOutputConfig", {}).get("Outputs", []))
    check_network(call, request.get("NetworkConfig", {}).get("VpcConfig"), request["RoleArn"])
    job = lifecycle.begin(call, PROCESSING, request["ProcessingJobName"], request, processing.work)
    return {"ProcessingJobArn": job.arn}


@SERVICE.action
def describe_processing_job(call: Call, request: Document) -> Document:
    return described(_found(call, request["ProcessingJobName"]))


@SERVICE.action
def list_processing_jobs(call: Call, request: Document) -> Document:
    jobs = [job for job in list(call.state(JobState).jobs.values()) if job.kind == PROCESSING]
    kept, token = page(select(jobs, request, order="Descending", status=lambda job: job.status), request)
    return {"ProcessingJobSummaries": [described(job) for job in kept], "NextToken": token}


@SERVICE.action
def stop_processing_job(call: Call, request: Document) -> Document:
    lifecycle.stop(call, _found(call, request["ProcessingJobName"]))
    return {}


def described(job: Job) -> Document:
    """The job as the API shows it."""
    facts = {
        "ProcessingStartTime": job.started,
        "ProcessingEndTime": job.ended,
        "FailureReason": job.failure_reason,
        "ExitMessage": job.exit_message,
    }
    return {
        **{key: value for key, value in job.request.items() if key != "Tags"},
        "ProcessingJobArn": job.arn,
        "ProcessingJobStatus": job.status,
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        **{name: value for name, value in facts.items() if value},
    }


def _found(call: Call, name: str) -> Job:
    found = call.state(JobState).jobs.get(call.arn("sagemaker", f"{PROCESSING.resource}/{name}"))
    if found is None:
        raise not_found(f"Could not find requested job with name: {name}")
    return found


def _check_specification(call: Call, request: Document) -> None:
    specification = request["AppSpecification"]
    image = specification["ImageUri"]
    images.check(call, image, request["RoleArn"])
    if not specification.get("ContainerEntrypoint") and not images.own(call, image):
        raise not_emulated("a processing job without ContainerEntrypoint")


def _check_channels(inputs: list[Document], outputs: list[Document]) -> None:
    for member, channels in (("InputName", inputs), ("OutputName", outputs)):
        names = [channel[member] for channel in channels]
        if len(set(names)) < len(names):
            raise invalid(f"{member} must be unique within a processing job: {', '.join(names)}")
    for channel in inputs:
        if "S3Input" not in channel:
            raise not_emulated("a processing input without S3Input")
        check_path(channel["S3Input"].get("LocalPath", ""))
    for output in outputs:
        if "S3Output" not in output:
            raise not_emulated("a processing output without S3Output")
        check_path(output["S3Output"].get("LocalPath", ""))
