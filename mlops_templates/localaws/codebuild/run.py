"""Starts builds: for the API, and for CodePipeline with the sources that it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.build_log import log_path
from mlops_templates.localaws.codebuild.execution import execute
from mlops_templates.localaws.codebuild.project_rules import invalid
from mlops_templates.localaws.codebuild.state import Build, CodeBuildState, Project, find_project, new_build_id
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


def start(
    call: Call,
    project: str,
    *,
    sources: Mapping[str, bytes] | None = None,
    primary: str = "",
    variables: Sequence[Document] = (),
    initiator: str = "user",
    source_version: str = "",
    places: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> Build:
    """Start a build in the background and give its record, which shows how it goes on.

    `sources` are zips by name; the one called `primary` is the folder in which the commands start, the others are at
    `CODEBUILD_SRC_DIR_<name>`. `places` are buckets and keys at which the project's role must be able to read them.
    `source_version` is the commit of the primary source.

    Raises:
        AwsError: ResourceNotFoundException, if there is no such project.
    """
    found = find_project(call, project)
    if sources is None and found.settings["source"]["type"] == "CODEPIPELINE":
        raise invalid(f"Builds of {found.name} can only be started by CodePipeline: its source type is CODEPIPELINE")
    given = None if sources is None else {("" if name == primary else name): each for name, each in sources.items()}
    read_at = {("" if name == primary else name): place for name, place in places.items()}
    return launch(
        call,
        found,
        settings=found.settings,
        variables=variables,
        initiator=initiator,
        source_version=source_version,
        sources=given,
        places=read_at,
    )


def launch(
    call: Call,
    project: Project,
    *,
    settings: Document,
    variables: Sequence[Document],
    initiator: str,
    source_version: str = "",
    sources: Mapping[str, bytes] | None = None,
    places: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> Build:
    """Start a build with settings that were checked.

    Raises:
        AwsError: AccountLimitExceededException, if the project allows no more builds at a time.
    """
    state = call.state(CodeBuildState)
    with call.world.lock:
        _check_limit(state, project)
        project.builds += 1
        name = new_build_id(project)
        build = state.builds[name] = Build(
            name,
            call.arn("codebuild", f"build/{name}"),
            project.builds,
            project,
            settings,
            list(variables),
            initiator,
            log_path(call, project.name, name.rpartition(":")[2]),
            source_version=source_version or settings.get("sourceVersion", ""),
            resolved_version=source_version if sources is not None else "",
            sources=sources,
            source_places=dict(places),
        )
    call.world.spawn(f"build {build.id}", execute, call, build)
    return build


def _check_limit(state: CodeBuildState, project: Project) -> None:
    limit = project.settings.get("concurrentBuildLimit", -1)
    running = [each for each in state.builds.values() if each.project is project and each.status == "IN_PROGRESS"]
    if 0 < limit <= len(running):
        raise AwsError(
            "AccountLimitExceededException", f"Cannot have more than {limit} builds in queue for the project"
        )
