"""Builds: start, look at, list."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.build_view import describe
from mlops_templates.localaws.codebuild.overrides import initiator_of, overridden
from mlops_templates.localaws.codebuild.project_rules import check_variables, invalid
from mlops_templates.localaws.codebuild.run import launch
from mlops_templates.localaws.codebuild.service import SERVICE
from mlops_templates.localaws.codebuild.state import Build, CodeBuildState, find_project
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.once import turn
from mlops_templates.localaws.paging import page


@SERVICE.action
def start_build(call: Call, request: Document) -> Document:
    """Start a build; the same idempotency token gives the same build again."""
    with turn(call, "codebuild", request.get("idempotencyToken", "")):
        return _started(call, request)


def _started(call: Call, request: Document) -> Document:
    project = find_project(call, request["projectName"])
    state, token = call.state(CodeBuildState), request.get("idempotencyToken", "")
    if token in state.tokens:
        return {"build": describe(state.builds[state.tokens[token]])}
    settings = overridden(call, project.settings, request)
    if settings["source"]["type"] == "CODEPIPELINE":
        raise invalid(f"Builds of {project.name} can only be started by CodePipeline: its source type is CODEPIPELINE")
    variables = request.get("environmentVariablesOverride", [])
    check_variables(variables)
    build = launch(
        call,
        project,
        settings=settings,
        variables=variables,
        initiator=initiator_of(call),
        source_version=request.get("sourceVersion", ""),
    )
    if token:
        state.tokens[token] = build.id
    return {"build": describe(build)}


@SERVICE.action
def batch_get_builds(call: Call, request: Document) -> Document:
    ids = request["ids"]
    if not 0 < len(ids) <= 100:
        raise invalid("Invalid ids: between 1 and 100 build ids are required")
    known = call.state(CodeBuildState).builds
    plain = {name: name.rpartition("build/")[2] for name in ids}
    return {
        "builds": [describe(known[plain[name]]) for name in ids if plain[name] in known],
        "buildsNotFound": [name for name in ids if plain[name] not in known],
    }


@SERVICE.action
def list_builds(call: Call, request: Document) -> Document:
    return _listed(list(call.state(CodeBuildState).builds.values()), request)


@SERVICE.action
def list_builds_for_project(call: Call, request: Document) -> Document:
    project = find_project(call, request["projectName"])
    return _listed([each for each in call.state(CodeBuildState).builds.values() if each.project is project], request)


def _listed(builds: list[Build], request: Document) -> Document:
    """Ids, newest first unless asked otherwise."""
    ids = [build.id for build in builds]
    if request.get("sortOrder", "DESCENDING") == "DESCENDING":
        ids.reverse()
    shown, token = page(
        ids,
        request,
        token_key="nextToken",  # noqa: S106 - the name of a request member
        error="InvalidInputException",
    )
    return {"ids": shown, "nextToken": token}
