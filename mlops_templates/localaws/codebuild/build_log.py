"""The log of a build: a file, and CloudWatch Logs."""

from __future__ import annotations

from pathlib import Path

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.state import Build, now
from mlops_templates.localaws.log_stream import LogStream

_FORM = "%Y/%m/%d %H:%M:%S.%f"


def log_path(call: Call, project: str, uuid: str) -> Path:
    return call.world.root / "logs" / "codebuild" / project / f"{uuid}.log"


def write(build: Build, line: str) -> None:
    """Add a line of CodeBuild's own to the log."""
    build.log.parent.mkdir(parents=True, exist_ok=True)
    with build.log.open("a", encoding="utf-8") as log:
        log.write(f"[Container] {now().strftime(_FORM)} {line}\n")


def group_and_stream(build: Build) -> tuple[str, str] | None:
    """Where the log goes in CloudWatch Logs; None if the project keeps none there."""
    settings = build.settings.get("logsConfig", {}).get("cloudWatchLogs", {})
    if settings.get("status") == "DISABLED":
        return None
    prefix = f"{settings['streamName']}/" if settings.get("streamName") else ""
    return settings.get("groupName") or f"/aws/codebuild/{build.project.name}", f"{prefix}{build.uuid}"


def stream(call: Call, build: Build) -> LogStream:
    """The log in CloudWatch Logs, as the role of the project; one without a group is kept nowhere."""
    group, name = group_and_stream(build) or ("", "")
    return LogStream(call, group, name, build.log)
