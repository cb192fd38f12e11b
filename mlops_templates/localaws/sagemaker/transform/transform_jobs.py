"""Transform jobs."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.hosting.containers import container_definition, serving_container
from mlops_templates.localaws.sagemaker.hosting.records import model_of
from mlops_templates.localaws.sagemaker.jobs import lifecycle
from mlops_templates.localaws.sagemaker.jobs.answers import find, listed, told
from mlops_templates.localaws.sagemaker.jobs.records import TRANSFORM, Job
from mlops_templates.localaws.sagemaker.refusals import invalid, not_found
from mlops_templates.localaws.sagemaker.service import SERVICE
from mlops_templates.localaws.sagemaker.transform.association import TYPES, association_of
from mlops_templates.localaws.sagemaker.transform.json_path import BadPathError
from mlops_templates.localaws.sagemaker.transform.work import work_of


@SERVICE.action
def create_transform_job(call: Call, request: Document) -> Document:
    _check_processing(request)
    model = model_of(call, request["ModelName"])
    work = work_of(serving_container(call, container_definition(model.request)))
    role = str(model.request["ExecutionRoleArn"])
    job = lifecycle.begin(call, TRANSFORM, request["TransformJobName"], request, work, role)
    return {"TransformJobArn": job.arn}


@SERVICE.action
def describe_transform_job(call: Call, request: Document) -> Document:
    return described(_found(call, request["TransformJobName"]))


@SERVICE.action
def list_transform_jobs(call: Call, request: Document) -> Document:
    kept, token = listed(call, TRANSFORM, request)
    return {"TransformJobSummaries": [described(job) for job in kept], "NextToken": token}


@SERVICE.action
def stop_transform_job(call: Call, request: Document) -> Document:
    lifecycle.stop(call, _found(call, request["TransformJobName"]))
    return {}


def described(job: Job) -> Document:
    """The job as the API shows it."""
    return told(
        job,
        "Transform",
        TransformStartTime=job.started,
        TransformEndTime=job.ended,
        FailureReason=job.failure_reason,
    )


def _found(call: Call, name: str) -> Job:
    found = find(call, TRANSFORM, name)
    if found is None:
        raise not_found(f"Could not find requested job with name: {name}")
    return found


def _check_processing(request: Document) -> None:
    """Refuse filters that cannot work: they need records that can be told apart, in a format that is known."""
    given, source, target = request.get("DataProcessing", {}), request["TransformInput"], request["TransformOutput"]
    try:
        filters = association_of(request)
    except BadPathError as error:
        raise invalid(f"Invalid DataProcessing: {error}") from error
    if filters is None:
        return
    kind = source.get("ContentType", "").partition(";")[0]
    if kind not in TYPES:
        raise invalid(f"DataProcessing needs ContentType {', '.join(TYPES)}; it is '{kind}'")
    if target.get("AssembleWith", "None") != source.get("SplitType", "None"):
        raise invalid("DataProcessing needs the same value for SplitType and AssembleWith")
    if given.get("JoinSource") == "Input" and target.get("Accept", kind).partition(";")[0] != kind:
        raise invalid(f"To join input and output both must have one format: ContentType is '{kind}', Accept is not")
