"""The server process of one variant, and how it is ended."""

import contextlib
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.processes import Process
from mlops_templates.localaws.sagemaker.jobs.container import Container
from mlops_templates.localaws.sagemaker.jobs.logs import publish

HOST = "127.0.0.1"
DRAIN_SECONDS = 10.0


@dataclass
class VariantServer:
    """A running server. `call` has the model's role."""

    call: Call
    endpoint: str
    variant: str
    container: Container
    process: Process
    port: int = 0
    stream: str = field(default_factory=lambda: f"i-{uuid.uuid4().hex[:17]}")
    published: int = 0
    publishing: threading.Lock = field(default_factory=threading.Lock)
    requests: int = 0
    """How many are being answered."""

    @property
    def log(self) -> Path:
        return log_of(self.call, self.endpoint, self.variant)

    @property
    def log_group(self) -> str:
        return f"/aws/sagemaker/Endpoints/{self.endpoint}"

    def publish_log(self) -> None:
        """Bring what was written since the last time into CloudWatch Logs."""
        with self.publishing:
            stream = f"{self.variant}/{self.stream}"
            self.published = publish(self.call, self.log_group, stream, self.log, self.published)

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Count a request, so that the server is not stopped under it."""
        with self.call.world.lock:
            self.requests += 1
        try:
            yield
        finally:
            with self.call.world.lock:
                self.requests -= 1

    def stop(self) -> None:
        """Let the last requests end, then end the server."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while self.requests and time.monotonic() < deadline:
            time.sleep(0.02)
        self.call.world.processes.stop(self.process)
        self.publish_log()
        shutil.rmtree(self.container.folder, ignore_errors=True)


def log_of(call: Call, endpoint: str, variant: str) -> Path:
    return call.world.root / "logs" / "sagemaker" / "endpoint" / endpoint / f"{variant}.log"
