"""Build and Test with CodeBuild."""

from __future__ import annotations

import json

from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job, Outcome
from mlops_templates.localaws.codepipeline.actions.stack import pause_until
from mlops_templates.localaws.errors import not_emulated


def run(job: Job) -> Outcome:
    """Run the project on the input artifacts and wait for it; its exported variables are the action's."""
    from mlops_templates.localaws.codebuild.run import start

    given = job.configuration
    if given.get("BatchEnabled", "false").lower() == "true":
        raise not_emulated("batch builds of CodeBuild")
    primary = given.get("PrimarySource") or next(iter(job.record.inputs))
    if primary not in job.record.inputs:
        raise ActionFailedError("InvalidConfiguration", f"PrimarySource {primary} is not an input artifact")
    sources = {name: job.input(name) for name in job.record.inputs}
    build = start(job.call, given["ProjectName"], sources=sources, primary=primary, environment=_environment(job))
    job.record.external_id = build.id
    pause_until(lambda: build.status if build.status != "IN_PROGRESS" or job.abandoned else None)
    if build.status != "SUCCEEDED":
        raise ActionFailedError("JobFailed", f"Build terminated with state: {build.status}")
    return Outcome({name: build.artifacts[name] for name in job.outputs}, build.exported)


def _environment(job: Job) -> dict[str, str]:
    """The action's variables, which win over those of the project.

    Raises:
        ActionFailedError: when the configuration is not the JSON that AWS wants.
    """
    text = job.configuration.get("EnvironmentVariables", "[]")
    try:
        variables = json.loads(text)
        kinds = {variable.get("type", "PLAINTEXT") for variable in variables}
        values = {str(variable["name"]): str(variable["value"]) for variable in variables}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        message = f"EnvironmentVariables is not a JSON array of objects with name, value and type: {text}"
        raise ActionFailedError("InvalidConfiguration", message) from error
    if kinds - {"PLAINTEXT"}:
        raise not_emulated(f"EnvironmentVariables of type {', '.join(sorted(kinds - {'PLAINTEXT'}))} in an action")
    return values
