"""SageMaker after a restart: jobs and executions end, endpoints serve again, projects go on waiting."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.sagemaker.hosting import resumption as hosting
from mlops_templates.localaws.sagemaker.jobs import resumption as jobs
from mlops_templates.localaws.sagemaker.pipelines import resumption as pipelines
from mlops_templates.localaws.sagemaker.projects import resumption as projects


def resume(call: Call) -> None:
    """Jobs first: executions wait for them."""
    for room in (jobs, pipelines, hosting, projects):
        room.resume(call)
