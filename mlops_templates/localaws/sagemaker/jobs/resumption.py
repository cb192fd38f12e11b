"""Jobs after a restart."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.sagemaker.jobs.lifecycle import end
from mlops_templates.localaws.sagemaker.jobs.records import JobState


def resume(call: Call) -> None:
    """A job that ran has failed; one that was being stopped is stopped."""
    for job in list(call.state(JobState).jobs.values()):
        if job.status == "InProgress":
            end(call, job, ("Failed", "Failed", f"InternalServerError: {INTERRUPTED}"))
        elif job.status == "Stopping":
            end(call, job, ("Stopped", "Stopped", ""))
