"""What the three kinds of jobs answer alike: what a job is, and which there are."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker.jobs.records import Job, JobState, Kind
from mlops_templates.localaws.sagemaker.listing import select


def told(job: Job, noun: str, **facts: object) -> Document:
    """The request without its tags, where the job stands, and the facts that are known by now."""
    return {
        **{key: value for key, value in job.request.items() if key != "Tags"},
        f"{noun}JobArn": job.arn,
        f"{noun}JobStatus": job.status,
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        **{name: value for name, value in facts.items() if value},
    }


def listed(call: Call, kind: Kind, request: Document) -> tuple[list[Job], str | None]:
    """Jobs of a kind that a List action asks for, newest first, and the token of the next page."""
    jobs = [job for job in list(call.state(JobState).jobs.values()) if job.kind == kind]
    return page(select(jobs, request, order="Descending", status=lambda job: job.status), request)


def find(call: Call, kind: Kind, name: str) -> Job | None:
    """The job of that name in this account and region."""
    return call.state(JobState).jobs.get(call.arn("sagemaker", f"{kind.resource}/{name}"))
