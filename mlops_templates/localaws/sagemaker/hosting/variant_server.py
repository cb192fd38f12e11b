"""The server process of one variant, and how it is ended."""

import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.folders import remove
from mlops_templates.localaws.log_stream import LogStream
from mlops_templates.localaws.processes import Process
from mlops_templates.localaws.sagemaker.jobs.container import Container

HOST = "127.0.0.1"
DRAIN_SECONDS = 60.0
"""How long a server that is replaced may answer what it was asked: as long as an invocation may take."""


@dataclass
class VariantServer:
    """A running server. `call` has the model's role."""

    call: Call
    endpoint: str
    variant: str
    container: Container
    process: Process
    own: bool = False
    """Whether its image brings the server."""
    port: int = 0
    written: int = 0
    """How long the log was before: the file outlives the servers that write to it."""
    stream: str = field(default_factory=lambda: f"i-{uuid.uuid4().hex[:17]}")
    over: threading.Event = field(default_factory=threading.Event)
    requests: int = 0
    """How many are being answered; changed under the lock of the world."""

    def __post_init__(self) -> None:
        stream = f"{self.variant}/{self.stream}"
        self._log_stream = LogStream(self.call, self.log_group, stream, self.log, self.written)
        self.call.world.spawn(f"log {stream}", self._log_stream.follow, self.over)

    @property
    def log(self) -> Path:
        return log_of(self.call, self.endpoint, self.variant)

    @property
    def log_group(self) -> str:
        return f"/aws/sagemaker/Endpoints/{self.endpoint}"

    def publish_log(self) -> None:
        """Bring what was written since the last time into CloudWatch Logs."""
        self._log_stream.bring(last=True)

    def stop(self) -> None:
        """Let the last requests end, then end the server."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while self.requests and time.monotonic() < deadline:
            time.sleep(0.02)
        self.call.world.processes.stop(self.process)
        self.over.set()
        self.publish_log()
        remove(self.container.folder)


def log_of(call: Call, endpoint: str, variant: str) -> Path:
    return call.world.root / "logs" / "sagemaker" / "endpoint" / endpoint / f"{variant}.log"
