"""A job's output in CloudWatch Logs, beside the file that it is written to first."""

import logging
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call

LINES = 10_000
"""Only the end of a longer log goes to CloudWatch Logs; the file has it all."""

logger = logging.getLogger(__name__)


def publish(call: Call, group: str, stream: str, log: Path, skip: int = 0) -> int:
    """Put the lines of a log file, without the first `skip`, into a log stream; give the number of lines it has.

    A role without access to CloudWatch Logs has jobs without logs, on AWS as here.
    """
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    fresh = [line for line in lines[skip:] if line.strip()][-LINES:]
    if fresh:
        try:
            _put(call.client("logs"), group, stream, fresh)
        except ClientError as error:
            logger.warning("no logs in %s/%s: %s", group, stream, error)
    return len(lines)


def last_error_line(log: Path) -> str:
    """The last line that says something: of a traceback, the error itself."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _put(logs: Any, group: str, stream: str, lines: list[str]) -> None:
    _existing(logs.create_log_group, logGroupName=group)
    _existing(logs.create_log_stream, logGroupName=group, logStreamName=stream)
    moment = int(time.time() * 1000)
    events = [{"timestamp": moment, "message": line[:8000]} for line in lines]
    for start in range(0, len(events), 1000):
        logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events[start : start + 1000])


def _existing(create: Any, **names: str) -> None:
    try:
        create(**names)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceAlreadyExistsException":
            raise
