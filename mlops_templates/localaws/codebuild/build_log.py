"""The log of a build: a file while it runs, CloudWatch Logs when it is over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.state import Build, now

_STAMP = re.compile(r"\[Container\] (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d{6}) ")
_FORM = "%Y/%m/%d %H:%M:%S.%f"
_BATCH_EVENTS = 1000
_BATCH_BYTES = 900_000
_EVENT_CHARACTERS = 60_000


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


def publish(call: Call, build: Build) -> None:
    """Copy the log to CloudWatch Logs, as the role of the project.

    Raises:
        ClientError: if the role may not write there.
    """
    place = group_and_stream(build)
    if place is None or not build.log.exists():
        return
    group, stream = place
    logs = call.client("logs")
    try:
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    except logs.exceptions.ResourceNotFoundException:
        logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    text = build.log.read_text(encoding="utf-8", errors="replace")
    for batch in _batches(_events(text, build.started)):
        logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=batch)


def _events(text: str, started: datetime) -> Iterator[dict[str, str | int]]:
    """One event per line; a command's output has the time of the line of CodeBuild before it."""
    moment = int(started.timestamp() * 1000)
    for line in text.splitlines():
        if stamp := _STAMP.match(line):
            moment = int(datetime.strptime(stamp[1], _FORM).replace(tzinfo=UTC).timestamp() * 1000)
        yield {"timestamp": moment, "message": line[:_EVENT_CHARACTERS] or " "}


def _batches(events: Iterator[dict[str, str | int]]) -> Iterator[list[dict[str, str | int]]]:
    batch: list[dict[str, str | int]] = []
    size = 0
    for event in events:
        length = len(str(event["message"]).encode()) + 26
        if batch and (len(batch) == _BATCH_EVENTS or size + length > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += length
    if batch:
        yield batch
