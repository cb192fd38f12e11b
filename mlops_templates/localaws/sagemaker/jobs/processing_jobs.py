"""Processing jobs."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.sagemaker import images
from mlops_templates.localaws.sagemaker.jobs import lifecycle, processing
from mlops_templates.localaws.sagemaker.jobs.answers import find, listed, told
from mlops_templates.localaws.sagemaker.jobs.container import check_path
from mlops_templates.localaws.sagemaker.jobs.records import PROCESSING, Job
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
    kept, token = listed(call, PROCESSING, request)
    return {"ProcessingJobSummaries": [described(job) for job in kept], "NextToken": token}


@SERVICE.action
def stop_processing_job(call: Call, request: Document) -> Document:
    lifecycle.stop(call, _found(call, request["ProcessingJobName"]))
    return {}


def described(job: Job) -> Document:
    """The job as the API shows it."""
    return told(
        job,
        "Processing",
        ProcessingStartTime=job.started,
        ProcessingEndTime=job.ended,
        FailureReason=job.failure_reason,
        ExitMessage=job.exit_message,
    )


def _found(call: Call, name: str) -> Job:
    found = find(call, PROCESSING, name)
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
