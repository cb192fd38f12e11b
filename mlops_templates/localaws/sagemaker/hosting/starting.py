"""Starting the server of a variant: the model unpacked, its Python prepared, the first ping answered."""

import http.client
import shutil
import time
import uuid
from pathlib import Path

from mlops_templates.localaws import environments
from mlops_templates.localaws.archives import BadArchiveError, unpack_tar
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.folders import remove
from mlops_templates.localaws.processes import Process
from mlops_templates.localaws.sagemaker.hosting import server_command
from mlops_templates.localaws.sagemaker.hosting.containers import ServingContainer
from mlops_templates.localaws.sagemaker.hosting.server_command import ServerCommand, port_file
from mlops_templates.localaws.sagemaker.hosting.variant_server import HOST, VariantServer, log_of
from mlops_templates.localaws.sagemaker.images import Prepared, prepare
from mlops_templates.localaws.sagemaker.jobs import transfer
from mlops_templates.localaws.sagemaker.jobs.container import Container
from mlops_templates.localaws.sagemaker.jobs.logs import last_error_line
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed
from mlops_templates.localaws.sagemaker.jobs.surroundings import variables_of

START_SECONDS = 120.0


class NotServing(Exception):
    """The variant does not come into service, for this reason."""


def start(call: Call, endpoint: str, variant: str, serving: ServingContainer) -> VariantServer:
    """Unpack the model and start its server; `wait_until_ready` says when it serves. `call` has the model's role."""
    container = Container(call.world.root / "work" / "sagemaker" / f"{endpoint}-{variant}-{uuid.uuid4().hex[:8]}")
    try:
        return _started(call, endpoint, variant, serving, container)
    except Exception:
        remove(container.folder)
        raise


def _started(call: Call, endpoint: str, variant: str, serving: ServingContainer, container: Container) -> VariantServer:
    container.make()
    command = fill(call, container, serving)
    log = log_of(call, endpoint, variant)
    written = log.stat().st_size if log.exists() else 0
    process = launch(call, container, command, log)
    return VariantServer(call, endpoint, variant, container, process, bool(command.image), written=written)


def fill(call: Call, container: Container, serving: ServingContainer) -> ServerCommand:
    """Bring the model and its image into a container; what starts there."""
    model = container.opt_ml / "model"
    model.mkdir()
    try:
        prepared = prepare(call, container, serving.image)
    except JobFailed as error:
        raise NotServing(f"{error}") from error
    if serving.model_data:
        _unpack(call, serving.model_data, container.folder / "download", model)
    variables = {**prepared.variables, **serving.environment}
    if not prepared.toolkit:
        return server_command.own(container, serving.image, prepared, variables)
    _install_requirements(call, container, prepared)
    return server_command.toolkit(container, variables)


def launch(call: Call, container: Container, command: ServerCommand, log: Path) -> Process:
    """Start the server of a container that is filled; `port_of` says when it serves.

    Raises:
        NotServing: there is no such command.
    """
    environment = variables_of(call, container, command.environment)
    try:
        return call.world.processes.start(list(command.argv), cwd=command.folder, environment=environment, log=log)
    except OSError as error:
        raise NotServing(
            "CannotStartContainerError. Please ensure the model container starts correctly when invoked with "
            f"'docker run {command.image} serve': {command.argv[0]}: {error.strerror}"
        ) from error


def wait_until_ready(started: VariantServer, limit: float) -> None:
    """Wait for the first answer to a ping.

    Raises:
        NotServing: the answer is an error, the server has ended, or there is no answer in time.
    """
    try:
        started.port = port_of(started.process, started.container, started.log, limit, patient=started.own)
    except NotServing as error:
        failed = f"The primary container for production variant {started.variant} did not pass the ping health check."
        raise NotServing(f"{failed} {error}. See log group {started.log_group}, file {started.log}") from error


def port_of(process: Process, container: Container, log: Path, limit: float, *, patient: bool) -> int:
    """The port of a server once it has answered a ping well; one that is asked with patience may first say no.

    Raises:
        NotServing: the answer is an error, the server has ended, or there is no good answer in time.
    """
    deadline, answer = time.monotonic() + limit, "There was no answer"
    while time.monotonic() < deadline:
        if not process.alive:
            raise NotServing(f"It ended: {last_error_line(log)}")
        if port_file(container).exists():
            port = int(port_file(container).read_text(encoding="utf-8"))
            status, body = _ping(port, deadline - time.monotonic())
            if status == 200:
                return port
            answer = f"Ping answered {status}: {body[:600]}"
            if not patient:
                raise NotServing(answer)
        time.sleep(0.02)
    raise NotServing(f"{answer} within {limit:.0f} s")


def _unpack(call: Call, model_data: str, download: Path, model: Path) -> None:
    transfer.pull(call.client("s3"), model_data, download)
    archive = download / model_data.rpartition("/")[2]
    try:
        unpack_tar(archive, model)
    except BadArchiveError as error:
        raise NotServing(f"The model data {model_data} cannot be unpacked: {error}") from error
    shutil.rmtree(download)


def _install_requirements(call: Call, container: Container, prepared: Prepared) -> None:
    """As the toolkit does when it starts: those of code/requirements.txt."""
    code = container.opt_ml / "model" / "code"
    if (code / "requirements.txt").is_file():
        words = ["-r", "requirements.txt"]
        environment = environments.for_requirements(call.world, prepared.environment, words, code)
        environments.job_bin(call.world, container.home, environment)


def _ping(port: int, limit: float) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=max(limit, 1))
    try:
        connection.request("GET", "/ping")
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except OSError as error:
        return 0, f"{error}"
    finally:
        connection.close()
