"""A request on its way to the server of a variant."""

import http.client
import time
from dataclasses import dataclass

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.hosting.variant_server import HOST, VariantServer

SECONDS = 60
"""How long a container may take to answer, as on AWS."""

HEADERS = {
    "ContentType": "Content-Type",
    "Accept": "Accept",
    "CustomAttributes": "X-Amzn-SageMaker-Custom-Attributes",
    "InferenceId": "X-Amzn-SageMaker-Inference-Id",
}


@dataclass(frozen=True)
class Answered:
    """What a container said, and how long it took."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def content_type(self) -> str:
        return str(self.headers.get("Content-Type", "application/octet-stream"))


def forward(server: VariantServer, request: Document) -> Answered:
    """Ask the server of a variant.

    Raises:
        AwsError: ModelError when it takes too long, ServiceUnavailable when it is not there.
    """
    connection = http.client.HTTPConnection(HOST, server.port, timeout=SECONDS)
    headers = {header: request[member] for member, header in HEADERS.items() if request.get(member)}
    began = time.monotonic()
    try:
        connection.request("POST", "/invocations", body=request["Body"], headers=headers)
        answer = connection.getresponse()
        return Answered(answer.status, answer.headers, answer.read(), time.monotonic() - began)
    except TimeoutError as error:
        message = "Your invocation timed out while waiting for a response from container primary."
        raise AwsError("ModelError", message, 424, {"OriginalStatusCode": 0, "OriginalMessage": message}) from error
    except OSError as error:
        message = f"The server of variant {server.variant} does not answer: {error}. See {server.log}"
        raise AwsError("ServiceUnavailable", message, 503) from error
    finally:
        connection.close()
