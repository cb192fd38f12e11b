"""The life of one build, from its sources to its artifacts."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping

from mlops_templates.localaws import memory
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild import announcements, build_log, deliveries, sources
from mlops_templates.localaws.codebuild.build_log import write
from mlops_templates.localaws.codebuild.buildspec import PHASES, Buildspec, Commands, read
from mlops_templates.localaws.codebuild.failure import BuildFailure
from mlops_templates.localaws.codebuild.phases import passed, phase
from mlops_templates.localaws.codebuild.shell import Shell
from mlops_templates.localaws.codebuild.state import Build, Phase, now
from mlops_templates.localaws.codebuild.variables import variables_of
from mlops_templates.localaws.codebuild.workplace import Workplace
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.folders import remove

SECONDS_PER_MINUTE = 60.0


def execute(call: Call, build: Build) -> None:
    """Run a build to its end. Whatever happens, the build is over afterwards, with a status and a log."""
    workplace = Workplace(call.world.root / "work" / "codebuild" / build.uuid)
    status = "FAULT"
    try:
        announcements.state_changed(call, build)
        status = _run(call, build, workplace)
    except Exception as error:
        write(build, f"The embedded AWS failed: {type(error).__name__}: {error}")
        raise
    finally:
        remove(workplace.root)
        end(call, build, status)


def _run(call: Call, build: Build, workplace: Workplace) -> str:
    """Go through the phases; give the status of the build."""
    workplace.make()
    passed(call, build, "SUBMITTED", "QUEUED", "PROVISIONING")
    role = call
    with phase(call, build, "DOWNLOAD_SOURCE") as download:
        role = _as_service_role(call, build)
        secondary = sources.fetch(role, build, workplace)
        buildspec = _buildspec(build, workplace)
        variables = variables_of(role, build, buildspec, workplace, secondary)
    log = build_log.stream(role, build)
    if download.status == "SUCCEEDED":
        _announce_settings(build, buildspec)
        with log.followed(), contextlib.closing(_shell(call, build, workplace, variables)) as shell:
            _run_phases(call, build, buildspec, shell)
            _deliver(call, role, build, buildspec, workplace)
    status = _status(build)
    with phase(call, build, "FINALIZING"):
        log.bring(last=True)
    return status


def _shell(call: Call, build: Build, workplace: Workplace, variables: Mapping[str, str]) -> Shell:
    """The shell of the build, with its limits of time and memory."""
    deadline = time.monotonic() + build.settings["timeoutInMinutes"] * SECONDS_PER_MINUTE
    limit = memory.limit(build.settings["environment"]["computeType"])
    return Shell(call.world.processes, build, workplace.root, workplace.primary, variables, deadline, limit)


def _as_service_role(call: Call, build: Build) -> Call:
    role = build.settings["serviceRole"]
    try:
        return call.as_role(role, f"AWSCodeBuild-{build.uuid}", "codebuild.amazonaws.com", build.project.arn)
    except AwsError as error:
        message = f"CodeBuild is not authorized to perform: sts:AssumeRole on {role}"
        raise BuildFailure("ACCESS_DENIED", message) from error


def _buildspec(build: Build, workplace: Workplace) -> Buildspec:
    """The buildspec of the build: a text, or a file of the primary source."""
    given = build.settings["source"].get("buildspec") or "buildspec.yml"
    if "\n" in given or given.startswith("version:"):
        return read(given)
    path = (workplace.primary / given).resolve()
    if not path.is_relative_to(workplace.primary.resolve()) or not path.is_file():
        raise BuildFailure("YAML_FILE_ERROR", f"stat {workplace.primary / given}: no such file or directory")
    return read(path.read_text(encoding="utf-8"))


def _announce_settings(build: Build, buildspec: Buildspec) -> None:
    """Say in the log what was accepted and has no effect here."""
    write(build, f"Build image {build.settings['environment']['image']}: commands run on this machine instead")
    for name in PHASES:
        for runtime, version in buildspec.phases.get(name, Commands()).runtimes.items():
            write(build, f"Runtime {runtime} {version} was asked for: this machine's own is used")
    for report in buildspec.reports:
        write(build, f"Report {report} is not kept: not emulated: reports of CodeBuild")
    if buildspec.caches:
        write(build, "Cache paths are not kept: not emulated: cache of CodeBuild")


def _run_phases(call: Call, build: Build, buildspec: Buildspec, shell: Shell) -> None:
    """Run the commands. A failed build phase is followed by post_build; any other failure ends the build.

    on-failure changes that, but not the status: a build with a failed phase has failed.
    """
    for name in PHASES:
        commands = buildspec.phases.get(name, Commands())
        with phase(call, build, name.upper()) as current:
            _run_commands(build, commands, shell)
        if current.status in {"STOPPED", "TIMED_OUT"}:
            return
        if current.status != "SUCCEEDED":
            shell.tell("CODEBUILD_BUILD_SUCCEEDING", "0")
            if commands.on_failure == "ABORT" or (name != "build" and commands.on_failure != "CONTINUE"):
                break
    build.exported = shell.exported(buildspec.exported)


def _run_commands(build: Build, commands: Commands, shell: Shell) -> None:
    failure: BuildFailure | None = None
    try:
        for command in commands.commands:
            _run_command(build, command, shell)
    except BuildFailure as error:
        failure = error
        if error.status != "FAILED":
            raise
    for command in commands.finally_:
        _run_command(build, command, shell)
    if failure:
        raise failure


def _run_command(build: Build, command: str, shell: Shell) -> None:
    write(build, f"Running command {command}")
    if status := shell.run(command):
        write(build, f"Command did not exit successfully {command} exit status {status}")
        message = f"Error while executing command: {command}. Reason: exit status {status}"
        raise BuildFailure("COMMAND_EXECUTION_ERROR", message)


def _deliver(call: Call, role: Call, build: Build, buildspec: Buildspec, workplace: Workplace) -> None:
    """Collect the artifacts, unless the build has failed already."""
    if _status(build) == "SUCCEEDED":
        with phase(call, build, "UPLOAD_ARTIFACTS"):
            deliveries.deliver(role, build, buildspec, workplace.primary)


def _status(build: Build) -> str:
    bad = [each.status for each in build.phases if each.status != "SUCCEEDED"]
    return next((status for status in ("STOPPED", "TIMED_OUT") if status in bad), "FAILED" if bad else "SUCCEEDED")


def end(call: Call, build: Build, status: str) -> None:
    """Close a build and tell so."""
    build.ended = now()
    build.phases.append(Phase("COMPLETED", status="SUCCEEDED", ended=build.ended))
    build.status = status
    announcements.state_changed(call, build)
    build.running.over.set()
