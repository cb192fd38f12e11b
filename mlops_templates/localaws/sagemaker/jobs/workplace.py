"""Where a job does its work: its container, its identity, its Python, its log."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws import memory
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.memory import OutOfMemoryError
from mlops_templates.localaws.processes import TooMuchOutputError
from mlops_templates.localaws.sagemaker.images import Prepared, prepare
from mlops_templates.localaws.sagemaker.jobs.container import Container
from mlops_templates.localaws.sagemaker.jobs.logs import last_error_line
from mlops_templates.localaws.sagemaker.jobs.records import Job, JobFailed, JobStopped
from mlops_templates.localaws.sagemaker.jobs.surroundings import variables_of

OUT_OF_MEMORY = "Please use an instance type with more memory, or reduce the size of job data processed on an instance"
KILLED = 137


@dataclass(frozen=True)
class Workplace:
    """One job at work. `call` has the identity of the job's role."""

    call: Call
    job: Job
    container: Container
    stream: str

    @property
    def log(self) -> Path:
        return self.call.world.root / "logs" / "sagemaker" / self.job.kind.resource / f"{self.job.name}.log"

    @property
    def instance_type(self) -> str:
        request = self.job.request
        cluster = request.get("ResourceConfig") or request["ProcessingResources"]["ClusterConfig"]
        return str(cluster.get("InstanceType", ""))

    def _left(self, limit: float) -> float:
        """The seconds that are left of the limit, which begins with the first command of the job."""
        began = self.job.running.began = self.job.running.began or time.monotonic()
        return max(began + limit - time.monotonic(), 0)

    def prepare(self, image: str) -> Prepared:
        """Give the container what its image has: files, an interpreter, packages."""
        return prepare(self.call, self.container, image)

    def run(self, argv: Sequence[str], variables: Mapping[str, str], *, cwd: Path, limit: float) -> None:
        """Run a command of the container to its end.

        Raises:
            JobFailed: it ended with another status than 0.
            JobStopped: somebody stopped the job, or it ran for more than `limit` seconds.
        """
        if self.job.running.stopping.is_set():
            raise JobStopped("Stopped")
        try:
            status = self._wait(argv, variables_of(self.call, self.container, variables), cwd, limit)
        except FileNotFoundError as error:
            raise JobFailed(f"ClientError: the container cannot start '{argv[0]}': {error.strerror}") from error
        except subprocess.TimeoutExpired as error:
            raise JobStopped("MaxRuntimeExceeded") from error
        except OutOfMemoryError as error:
            raise JobFailed(self._words(OUT_OF_MEMORY, KILLED)) from error
        except TooMuchOutputError as error:
            raise JobFailed(self._words("The log of the job has grown too long", KILLED)) from error
        if self.job.running.stopping.is_set():
            raise JobStopped("Stopped")
        if status:
            raise JobFailed(self.failure(status))

    def failure(self, status: int) -> str:
        """Why the job failed, and where its log is."""
        said = self.container.opt_ml / "output" / "failure"
        words = said.read_text(encoding="utf-8", errors="replace").strip() if said.is_file() else ""
        return self._words(words or last_error_line(self.log), status)

    def _words(self, words: str, status: int) -> str:
        where = f"log group {self.job.kind.log_group}, stream {self.stream}, file {self.log}"
        return f"AlgorithmError: {words[:600]}, exit code: {status}. See {where}"

    def _wait(self, argv: Sequence[str], environment: Mapping[str, str], cwd: Path, limit: float) -> int:
        processes = self.call.world.processes
        process = processes.start(
            [self.container.rewrite(word) for word in argv], cwd=cwd, environment=environment, log=self.log
        )
        self.job.running.process = process
        if self.job.running.stopping.is_set():  # it was asked for before there was a process to end
            processes.stop(process)
        try:
            return process.wait(self._left(limit), memory.limit(self.instance_type))
        finally:
            processes.stop(process)
