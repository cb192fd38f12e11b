"""Deploy with CloudFormation, in the action modes of AWS."""

from __future__ import annotations

import json
from collections.abc import Callable

from mlops_templates.localaws.codepipeline import artifacts
from mlops_templates.localaws.codepipeline.actions import change_set, stack
from mlops_templates.localaws.codepipeline.actions.job import Job, Outcome
from mlops_templates.localaws.codepipeline.actions.stack_request import stack_request


def run(job: Job) -> Outcome:
    """Bring the stack into the wanted state; its outputs become the action's variables and output file."""
    MODES[job.configuration["ActionMode"]](job)
    found = stack.find(job, job.configuration["StackName"])
    if found is None:
        return Outcome()
    stack.show(job, found)
    outputs = {item["OutputKey"]: item["OutputValue"] for item in found.get("Outputs", [])}
    file_name = job.configuration.get("OutputFileName")
    if file_name and job.outputs:
        return Outcome({job.outputs[0]: artifacts.zip_of(file_name, json.dumps(outputs).encode())}, outputs)
    return Outcome(variables=outputs)


def _create_or_update(job: Job) -> None:
    request = stack_request(job)
    found = stack.find(job, request["StackName"])
    if found is None or found["StackStatus"] == "REVIEW_IN_PROGRESS":
        stack.create(job, request)
    else:
        stack.update(job, request)


def _replace_on_failure(job: Job) -> None:
    found = stack.find(job, job.configuration["StackName"])
    if found is not None and found["StackStatus"] in stack.FAILED:
        stack.delete(job, job.configuration["StackName"])
    _create_or_update(job)


def _delete(job: Job) -> None:
    if stack.find(job, job.configuration["StackName"]) is not None:
        stack.delete(job, job.configuration["StackName"])


MODES: dict[str, Callable[[Job], None]] = {
    "CREATE_UPDATE": _create_or_update,
    "REPLACE_ON_FAILURE": _replace_on_failure,
    "DELETE_ONLY": _delete,
    "CHANGE_SET_REPLACE": change_set.replace,
    "CHANGE_SET_EXECUTE": change_set.execute,
}
