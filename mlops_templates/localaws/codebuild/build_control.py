"""Builds: stop, repeat, forget."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.build_view import describe
from mlops_templates.localaws.codebuild.overrides import initiator_of
from mlops_templates.localaws.codebuild.project_rules import invalid
from mlops_templates.localaws.codebuild.run import launch
from mlops_templates.localaws.codebuild.service import SERVICE
from mlops_templates.localaws.codebuild.state import Build, CodeBuildState, find_build
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.once import turn


def stop(call: Call, build: Build) -> None:
    """End a build with everything that it runs; a build that is over stays as it is."""
    build.running.stopping.set()
    if process := build.running.process:
        call.world.processes.stop(process)


@SERVICE.action
def stop_build(call: Call, request: Document) -> Document:
    build = find_build(call, request["id"])
    if build.status == "IN_PROGRESS":
        stop(call, build)
    return {"build": describe(build)}


@SERVICE.action
def retry_build(call: Call, request: Document) -> Document:
    """Start the build again with the same settings and variables; the same token gives the same build again."""
    with turn(call, "codebuild", request.get("idempotencyToken", "")):
        return _retried(call, request)


def _retried(call: Call, request: Document) -> Document:
    if "id" not in request:
        raise invalid("Invalid id: a build id is required")
    state, token = call.state(CodeBuildState), request.get("idempotencyToken", "")
    if token in state.tokens:
        return {"build": describe(state.builds[state.tokens[token]])}
    build = find_build(call, request["id"])
    if build.sources is not None:
        raise invalid(f"Build {build.id} was started by CodePipeline: retry the stage of the pipeline instead")
    if build.status == "IN_PROGRESS":
        raise invalid(f"Build {build.id} is still in progress")
    again = launch(
        call,
        build.project,
        settings=build.settings,
        variables=build.variables,
        initiator=initiator_of(call),
        source_version=build.source_version,
    )
    if token:
        state.tokens[token] = again.id
    return {"build": describe(again)}


@SERVICE.action
def batch_delete_builds(call: Call, request: Document) -> Document:
    builds = call.state(CodeBuildState).builds
    deleted, kept = [], []
    for name in request["ids"]:
        build = builds.get(name.rpartition("build/")[2])
        if build is None:
            continue
        if build.status == "IN_PROGRESS":
            kept.append({"id": build.id, "statusCode": "BUILD_IN_PROGRESS"})
        else:
            deleted.append(builds.pop(build.id).arn)
    return {"buildsDeleted": deleted, "buildsNotDeleted": kept}
