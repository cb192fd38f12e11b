"""Build and Test with CodeBuild."""

from __future__ import annotations

import json

from mlops_templates.localaws.codebuild.build_control import stop
from mlops_templates.localaws.codebuild.project_rules import check_variables
from mlops_templates.localaws.codebuild.run import start
from mlops_templates.localaws.codebuild.state import Build
from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job, Outcome
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

PAUSE_SECONDS = 1.0


def run(job: Job) -> Outcome:
    """Run the project on the input artifacts and wait for it; its exported variables are the action's."""
    given = job.configuration
    for key in ("BatchEnabled", "CombineArtifacts"):
        if given.get(key, "false").lower() == "true":
            raise not_emulated(f"{key} of a CodeBuild action")
    primary = given.get("PrimarySource") or next(iter(job.record.inputs))
    if primary not in job.record.inputs:
        raise ActionFailedError("InvalidConfiguration", f"PrimarySource {primary} is not an input artifact")
    for operation in ("StartBuild", "BatchGetBuilds"):
        job.call.require("codebuild", operation, {"projectName": given["ProjectName"]})
    sources = {name: job.input(name) for name in job.record.inputs}
    build = start(
        job.call,
        given["ProjectName"],
        sources=sources,
        primary=primary,
        variables=_environment(job),
        initiator=f"codepipeline/{job.pipeline.name}",
        source_version=_revision(job, primary),
        places={name: (place.bucket, place.key) for name, place in job.record.inputs.items()},
    )
    _show(job, build)
    while not build.wait(PAUSE_SECONDS):
        if job.abandoned:
            stop(job.call, build)
    if build.status != "SUCCEEDED":
        raise ActionFailedError("JobFailed", f"Build terminated with state: {build.status}. {build.failure}".strip())
    return Outcome({name: _zip(build, name) for name in job.outputs}, build.exported)


def _revision(job: Job, artifact: str) -> str:
    """The commit that a source action gave as this artifact; empty for what a build gave."""
    found = [run.revision.id for run in job.execution.runs if run.revision and run.revision.artifact == artifact]
    return found[-1] if found else ""


def _show(job: Job, build: Build) -> None:
    """Write into the action's record which build it is; the address is that of its log on this machine."""
    job.record.external_id = build.id
    job.record.external_url = build.log.as_uri()
    job.record.log_stream = job.call.arn(
        "logs", f"log-group:/aws/codebuild/{build.project.name}:log-stream:{build.uuid}"
    )


def _zip(build: Build, name: str) -> bytes:
    content = build.artifact(name)
    if content is None:
        raise ActionFailedError("JobFailed", f"The build gave no artifact for {name}")
    return content


def _environment(job: Job) -> list[Document]:
    """The action's variables, which win over those of the project.

    Raises:
        ActionFailedError: when the configuration is not the JSON that AWS wants.
    """
    text = job.configuration.get("EnvironmentVariables", "[]")
    try:
        variables = json.loads(text)
        found = [
            {
                "name": str(variable["name"]),
                "value": str(variable["value"]),
                "type": str(variable.get("type", "PLAINTEXT")),
            }
            for variable in variables
        ]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        message = f"EnvironmentVariables is not a JSON array of objects with name, value and type: {text}"
        raise ActionFailedError("InvalidConfiguration", message) from error
    check_variables(found)
    return found
