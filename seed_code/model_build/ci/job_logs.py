"""The log of a job, so that a build shows the traceback of a step and not only where to look for it."""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

LINES = 40
GROUPS = {"ProcessingJob": "/aws/sagemaker/ProcessingJobs", "TrainingJob": "/aws/sagemaker/TrainingJobs"}


@dataclass(frozen=True)
class JobLog:
    group: str
    job: str


def log_of(step: dict[str, Any]) -> JobLog | None:
    """None for a step without a job, or one that failed before its job began."""
    for kind, group in GROUPS.items():
        arn = step.get("Metadata", {}).get(kind, {}).get("Arn")
        if arn:
            return JobLog(group, arn.split("/")[-1])
    return None


def tail(logs: Any, log: JobLog) -> list[str]:
    """The last lines of the job; one line that says why when they cannot be read."""
    try:
        streams = logs.describe_log_streams(logGroupName=log.group, logStreamNamePrefix=f"{log.job}/")["logStreams"]
        lines = []
        for stream in streams:
            page = logs.get_log_events(
                logGroupName=log.group, logStreamName=stream["logStreamName"], limit=LINES, startFromHead=False
            )
            lines += [event["message"].rstrip() for event in page["events"]]
    except ClientError as error:
        return [f"(not readable from here: {error.response['Error']['Code']})"]
    return lines[-LINES:] or ["(empty)"]
