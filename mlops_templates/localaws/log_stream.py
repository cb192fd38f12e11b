"""The output of builds, jobs and endpoints in CloudWatch Logs, beside the file that it is written to first."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.localaws.call import Call

SECONDS = 1.0
"""How often new lines are brought."""

CHUNK = 1 << 20
"""Bytes brought at a time, and the end of a file that alone is brought when there is much more."""

BATCH = 500
MESSAGE = 60_000
"""Characters of a line."""

logger = logging.getLogger(__name__)


class LogStream:
    """The lines of a file, as a stream of a log group.

    A role without access to CloudWatch Logs has builds and jobs without logs, on AWS as here. Without a group there is
    no log either.
    """

    def __init__(self, call: Call, group: str, stream: str, log: Path, offset: int = 0) -> None:
        self.call, self.group, self.stream, self.log = call, group, stream, log
        self._offset, self._made, self._refused = offset, False, not group
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def followed(self) -> Iterator[None]:
        """Bring lines while something is at work, and the rest when it is over."""
        over = threading.Event()
        self.call.world.spawn(f"log {self.stream}", self.follow, over)
        try:
            yield
        finally:
            over.set()
            self.bring(last=True)

    def follow(self, over: threading.Event) -> None:
        """Bring lines until it is over."""
        while not (over.wait(SECONDS) or self._refused):
            self.bring()

    def bring(self, *, last: bool = False) -> None:
        """Bring what was written since the last time; with `last` also a line that has no end."""
        with self._lock:
            while not self._refused and (data := self._read(last=last)):
                self._put([line for line in data.decode("utf-8", "replace").splitlines() if line.strip()])

    def _read(self, *, last: bool) -> bytes:
        if not self.log.exists():
            return b""
        with self.log.open("rb") as file:
            size = file.seek(0, 2)
            self._offset = max(self._offset, size - 8 * CHUNK)
            file.seek(self._offset)
            data = file.read(CHUNK)
        if not last or len(data) == CHUNK:
            data = data[: data.rfind(b"\n") + 1] or (data if len(data) == CHUNK else b"")
        self._offset += len(data)
        return data

    def _put(self, lines: list[str]) -> None:
        moment = int(time.time() * 1000)
        events = [{"timestamp": moment, "message": line[:MESSAGE]} for line in lines]
        try:
            logs = self.call.client("logs")
            self._make(logs)
            for start in range(0, len(events), BATCH):
                batch = events[start : start + BATCH]
                logs.put_log_events(logGroupName=self.group, logStreamName=self.stream, logEvents=batch)
        except (ClientError, BotoCoreError) as error:
            self._refused = True
            logger.warning("no logs in %s/%s: %s", self.group, self.stream, error)

    def _make(self, logs: Any) -> None:
        """Make the stream, and the group when there is none; a role may have the right to the first alone."""
        names = {"logGroupName": self.group, "logStreamName": self.stream}
        if self._made:
            return
        try:
            _existing(logs.create_log_stream, **names)
        except logs.exceptions.ResourceNotFoundException:
            _existing(logs.create_log_group, logGroupName=self.group)
            _existing(logs.create_log_stream, **names)
        self._made = True


def _existing(create: Any, **names: str) -> None:
    try:
        create(**names)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceAlreadyExistsException":
            raise
