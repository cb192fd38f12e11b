"""The event by which others learn that a job changed its status."""

from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events import bus
from mlops_templates.localaws.sagemaker.jobs.records import PROCESSING, TRAINING, TRANSFORM, TUNING, Job
from mlops_templates.localaws.sagemaker.moments import epoch_milliseconds
from mlops_templates.localaws.sagemaker.tags import tags_of

WORDS = {PROCESSING: "Processing", TRAINING: "Training", TRANSFORM: "Transform", TUNING: "HyperParameterTuning"}


def emit_state_change(call: Call, job: Job) -> None:
    """Tell the default bus of the job's present status, with what was asked for."""
    word = WORDS[job.kind]
    times: dict[str, datetime | None] = {
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        f"{word}StartTime": job.started,
        f"{word}EndTime": job.ended,
    }
    detail: Document = {
        **{key: value for key, value in job.request.items() if key != "Tags"},
        f"{word}JobArn": job.arn,
        f"{word}JobStatus": job.status,
        **{name: epoch_milliseconds(moment) for name, moment in times.items() if moment},
        **({"FailureReason": job.failure_reason} if job.failure_reason else {}),
        "Tags": tags_of(call, job.arn),
    }
    bus.emit(
        call,
        source="aws.sagemaker",
        detail_type=f"SageMaker {word.replace('ParameterT', 'Parameter T')} Job State Change",
        detail=detail,
        resources=[job.arn],
    )
