"""A model that serves for the length of a job: its server, and the requests to it."""

import contextlib
import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.hosting import starting
from mlops_templates.localaws.sagemaker.hosting.containers import ServingContainer
from mlops_templates.localaws.sagemaker.hosting.starting import NotServing
from mlops_templates.localaws.sagemaker.hosting.variant_server import HOST
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed, JobStopped
from mlops_templates.localaws.sagemaker.jobs.workplace import Workplace

SECONDS = 600
"""How long an answer may take when the job does not say."""

STRATEGIES = {"MULTI_RECORD": "MultiRecord", "SINGLE_RECORD": "SingleRecord"}


class NoAnswer(Exception):
    """The model answers a request with an error, or not at all."""


@dataclass(frozen=True)
class Inference:
    """The served model of a job."""

    port: int
    headers: dict[str, str]
    seconds: float
    attempts: int
    request: Document
    """That of the job, with what its server wishes where the job says nothing."""

    def ask(self, body: bytes) -> bytes:
        """The answer to a request, asked for again as often as the job says.

        Raises:
            NoAnswer: there is none.
        """
        for attempt in range(self.attempts):
            try:
                return self._ask(body)
            except NoAnswer:
                if attempt + 1 == self.attempts:
                    raise
        raise NoAnswer("the request was never sent")

    def _ask(self, body: bytes) -> bytes:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=self.seconds)
        try:
            connection.request("POST", "/invocations", body=body, headers=self.headers)
            answer = connection.getresponse()
            given = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"Model server did not respond: {error}") from error
        finally:
            connection.close()
        if answer.status >= 400:
            said = given.decode("utf-8", "replace")
            raise NoAnswer(f"Bad HTTP status received from algorithm: {answer.status}: {said[:400]}")
        return given


@contextlib.contextmanager
def serving(place: Workplace, container: ServingContainer) -> Iterator[Inference]:
    """Serve the model of a job as long as the block lasts.

    Raises:
        JobFailed: it does not come up.
        JobStopped: somebody stopped the job.
    """
    request, running = place.job.request, place.job.running
    try:
        command = starting.fill(place.call, place.container, container)
        told = command.told({**request.get("Environment", {}), **_told(request)})
        process = starting.launch(place.call, place.container, told, place.log)
        running.process = process
        try:
            own = bool(command.image)
            port = starting.port_of(process, place.container, place.log, starting.START_SECONDS, patient=own)
            yield _inference({**(_wishes(port) if own else {}), **request}, port)
        finally:
            place.call.world.processes.stop(process)
    except NotServing as error:
        if running.stopping.is_set():
            raise JobStopped("Stopped") from error
        raise JobFailed(f"AlgorithmError: {error}. See log group {place.job.kind.log_group}") from error


def _inference(request: Document, port: int) -> Inference:
    settings = request.get("ModelClientConfig", {})
    kinds = {"Content-Type": request["TransformInput"], "Accept": request["TransformOutput"]}
    names = {"Content-Type": "ContentType", "Accept": "Accept"}
    headers = {header: kinds[header][name] for header, name in names.items() if kinds[header].get(name)}
    seconds = settings.get("InvocationsTimeoutInSeconds", SECONDS)
    return Inference(port, headers, seconds, 1 + settings.get("InvocationsMaxRetries", 0), request)


def _wishes(port: int) -> Document:
    """What a server answers to `GET /execution-parameters`, which it need not know."""
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS)
    try:
        connection.request("GET", "/execution-parameters")
        answer = connection.getresponse()
        told = json.loads(answer.read()) if answer.status == 200 else {}
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotServing(f"GET /execution-parameters: {error}") from error
    finally:
        connection.close()
    strategy = STRATEGIES.get(told.get("BatchStrategy", ""))
    numbers = {name: int(told[name]) for name in ("MaxConcurrentTransforms", "MaxPayloadInMB") if name in told}
    return {**numbers, **({"BatchStrategy": strategy} if strategy else {})}


def _told(request: Document) -> dict[str, str]:
    """What SageMaker tells a container that works for a transform job."""
    return {
        "SAGEMAKER_BATCH": "true",
        "SAGEMAKER_BATCH_STRATEGY": "SINGLE_RECORD"
        if request.get("BatchStrategy") == "SingleRecord"
        else "MULTI_RECORD",
        "SAGEMAKER_MAX_CONCURRENT_TRANSFORMS": str(request.get("MaxConcurrentTransforms") or 1),
        "SAGEMAKER_MAX_PAYLOAD_IN_MB": str(request.get("MaxPayloadInMB", 6)),
    }
