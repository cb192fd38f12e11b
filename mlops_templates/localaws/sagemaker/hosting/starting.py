"""Starting the server of a variant: the model unpacked, its Python prepared, the first ping answered."""

import http.client
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mlops_templates.localaws import environments
from mlops_templates.localaws.archives import BadArchiveError, unpack_tar
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.folders import remove
from mlops_templates.localaws.processes import Process
from mlops_templates.localaws.sagemaker.hosting.containers import ServingContainer
from mlops_templates.localaws.sagemaker.hosting.variant_server import HOST, VariantServer, log_of
from mlops_templates.localaws.sagemaker.images import prepare
from mlops_templates.localaws.sagemaker.jobs import transfer
from mlops_templates.localaws.sagemaker.jobs.container import OPT_ML, Container
from mlops_templates.localaws.sagemaker.jobs.logs import last_error_line
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed
from mlops_templates.localaws.sagemaker.jobs.surroundings import variables_of
from mlops_templates.localaws.sagemaker.serving import server

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
    serving = fill(call, container, serving)
    log = log_of(call, endpoint, variant)
    written = log.stat().st_size if log.exists() else 0
    process = launch(call, container, serving, log)
    return VariantServer(call, endpoint, variant, container, process, written=written)


def fill(call: Call, container: Container, serving: ServingContainer) -> ServingContainer:
    """Bring the model and its Python into a container; what is served, with the variables of its image."""
    model = container.opt_ml / "model"
    model.mkdir()
    if serving.model_data:
        _unpack(call, serving.model_data, container.folder / "download", model)
    variables = _prepare_python(call, container, serving.image)
    return replace(serving, environment={**variables, **serving.environment})


def launch(call: Call, container: Container, serving: ServingContainer, log: Path) -> Process:
    """Start the server of a container that is filled; `port_of` says when it serves."""
    variables = {
        "SAGEMAKER_PROGRAM": "inference.py",
        "SAGEMAKER_SUBMIT_DIRECTORY": f"{OPT_ML}/model/code",
        **serving.environment,
        "SAGEMAKER_BASE_DIR": OPT_ML,
    }
    return call.world.processes.start(
        ["python3", str(Path(server.__file__)), str(container.opt_ml / "model"), str(_port_file(container))],
        cwd=container.home,
        environment=variables_of(call, container, variables),
        log=log,
    )


def wait_until_ready(started: VariantServer, limit: float) -> None:
    """Wait for the first answer to a ping.

    Raises:
        NotServing: the answer is an error, the server has ended, or there is no answer in time.
    """
    try:
        started.port = port_of(started.process, started.container, started.log, limit)
    except NotServing as error:
        failed = f"The primary container for production variant {started.variant} did not pass the ping health check."
        raise NotServing(f"{failed} {error}. See log group {started.log_group}, file {started.log}") from error


def port_of(process: Process, container: Container, log: Path, limit: float) -> int:
    """The port of a server once it has answered a ping.

    Raises:
        NotServing: the answer is an error, the server has ended, or there is no answer in time.
    """
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if not process.alive:
            raise NotServing(f"It ended: {last_error_line(log)}")
        if _port_file(container).exists():
            port = int(_port_file(container).read_text(encoding="utf-8"))
            status, body = _ping(port, deadline - time.monotonic())
            if status == 200:
                return port
            raise NotServing(f"Ping answered {status}: {body[:600]}")
        time.sleep(0.02)
    raise NotServing(f"There was no answer within {limit:.0f} s")


def _unpack(call: Call, model_data: str, download: Path, model: Path) -> None:
    transfer.pull(call.client("s3"), model_data, download)
    archive = download / model_data.rpartition("/")[2]
    try:
        unpack_tar(archive, model)
    except BadArchiveError as error:
        raise NotServing(f"The model data {model_data} cannot be unpacked: {error}") from error
    shutil.rmtree(download)


def _prepare_python(call: Call, container: Container, image: str) -> Mapping[str, str]:
    """The packages of the image and, as its server would install them, those of code/requirements.txt."""
    try:
        prepared = prepare(call, container, image)
    except JobFailed as error:
        raise NotServing(f"{error}") from error
    code = container.opt_ml / "model" / "code"
    if (code / "requirements.txt").is_file():
        words = ["-r", "requirements.txt"]
        environment = environments.for_requirements(call.world, prepared.environment, words, code)
        environments.job_bin(call.world, container.home, environment)
    return prepared.variables


def _port_file(container: Container) -> Path:
    return container.folder / "port"


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
