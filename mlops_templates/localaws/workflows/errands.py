"""What a person does at GitHub: set variables and environments, run a workflow, review, look at runs."""

from __future__ import annotations

from collections.abc import Callable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codeconnections import remotes
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.workflows import triggers
from mlops_templates.localaws.workflows.execution import log_of
from mlops_templates.localaws.workflows.state import Run, state_of, told

LOG_BYTES = 64 * 1024
"""How much of the end of a log is told."""


def _set_variables(call: Call, wanted: dict[str, str]) -> Document:
    """From lines `NAME=value`; others stay."""
    repository = _known(call, wanted["FullRepositoryId"])
    pairs = [line.split("=", 1) for line in wanted["Variables"].splitlines() if line.strip()]
    if bad := [pair[0] for pair in pairs if len(pair) < 2 or not pair[1]]:
        raise AwsError("InvalidInputException", f"A variable has a name and a value that is not empty: {bad[0]}")
    variables = state_of(call.world).variables
    variables[repository] = {**variables.get(repository, {}), **dict(pairs)}
    told(call.world)
    return {"Variables": sorted(variables[repository])}


def _set_environment(call: Call, wanted: dict[str, str]) -> Document:
    """Reviewers by commas; none: jobs of the environment wait for nobody."""
    place = (_known(call, wanted["FullRepositoryId"]), wanted["Environment"])
    reviewers = [name for name in wanted["Reviewers"].split(",") if name]
    state_of(call.world).reviewers[place] = reviewers
    told(call.world)
    return {"Environment": place[1], "Reviewers": reviewers}


def _run_workflow(call: Call, wanted: dict[str, str]) -> Document:
    run = triggers.asked(
        call.world,
        wanted["FullRepositoryId"],
        wanted["Workflow"],
        schedule=wanted.get("Schedule", ""),
        ref=wanted.get("Ref") or "main",
        actor=call.principal.rpartition("/")[2],
    )
    return _shown(run)


def _approve_environment(call: Call, wanted: dict[str, str]) -> Document:
    """Let the oldest job pass that waits for this environment, or turn it down."""
    repository = _known(call, wanted["FullRepositoryId"])
    for run in list(state_of(call.world).runs.values()):
        for job in run.jobs.values():
            waits = job.status == "waiting" and job.approved is None
            if waits and (run.repository.lower(), job.environment) == (repository, wanted["Environment"]):
                job.reviewed_by, job.approved = call.principal, wanted.get("Decision", "approve") == "approve"
                told(call.world)
                return _shown(run)
    raise AwsError("NotFound", f"Nothing waits for {wanted['Environment']} of {wanted['FullRepositoryId']}", status=404)


def _workflow_runs(call: Call, wanted: dict[str, str]) -> Document:
    repository = _known(call, wanted["FullRepositoryId"])
    runs = [run for run in list(state_of(call.world).runs.values()) if run.repository.lower() == repository]
    return {"Runs": [_shown(run) for run in runs]}


def _workflow_log(call: Call, wanted: dict[str, str]) -> Document:
    path = log_of(call.world, int(wanted["Run"]))
    return {"Log": path.read_bytes()[-LOG_BYTES:].decode(errors="replace") if path.is_file() else ""}


def _known(call: Call, full_name: str) -> str:
    if remotes.find(call.world, triggers.PROVIDER, full_name) is None:
        raise AwsError("NotFound", f"There is no repository {full_name} at {triggers.PROVIDER}", status=404)
    return full_name.lower()


def _shown(run: Run) -> Document:
    return {
        "Run": run.number,
        "Repository": run.repository,
        "Workflow": run.workflow,
        "Event": run.event.name,
        "Ref": run.event.ref,
        "Commit": run.event.sha,
        "Status": run.status,
        "Conclusion": run.conclusion,
        "Message": run.message,
        "Jobs": {
            job.name: {
                "Status": job.status,
                "Conclusion": job.conclusion,
                "Environment": job.environment,
                "Outputs": dict(job.outputs),
                "ReviewedBy": job.reviewed_by,
                "Summary": job.summary,
            }
            for job in run.jobs.values()
        },
    }


ERRANDS: dict[str, Callable[[Call, dict[str, str]], Document]] = {
    "approve-environment": _approve_environment,
    "run-workflow": _run_workflow,
    "set-environment": _set_environment,
    "set-variables": _set_variables,
    "workflow-log": _workflow_log,
    "workflow-runs": _workflow_runs,
}
