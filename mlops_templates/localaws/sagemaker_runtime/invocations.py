"""Invocations of endpoints, forwarded to the server of a variant."""

import contextlib
import http.client
import random
from collections.abc import Iterator

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.hosting.deployment import ServerState
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint, HostingState
from mlops_templates.localaws.sagemaker.hosting.variant_server import HOST, VariantServer
from mlops_templates.localaws.sagemaker_runtime.service import SERVICE

SECONDS = 60
"""How long a container may take to answer, as on AWS."""

HEADERS = {
    "ContentType": "Content-Type",
    "Accept": "Accept",
    "CustomAttributes": "X-Amzn-SageMaker-Custom-Attributes",
    "InferenceId": "X-Amzn-SageMaker-Inference-Id",
}


@SERVICE.action
def invoke_endpoint(call: Call, request: Document) -> Document:
    with _answering(call, request["EndpointName"], request.get("TargetVariant", "")) as server:
        status, headers, body = _forward(server, request)
    if status >= 400:
        server.publish_log()
        raise _model_error(call, server, status, body.decode("utf-8", "replace"))
    attributes = headers.get("X-Amzn-SageMaker-Custom-Attributes")
    return {
        "Body": body,
        "ContentType": headers.get("Content-Type", "application/octet-stream"),
        "InvokedProductionVariant": server.variant,
        **({"CustomAttributes": attributes} if attributes else {}),
    }


@contextlib.contextmanager
def _answering(call: Call, name: str, target: str) -> Iterator[VariantServer]:
    """The server of a variant, chosen and counted at once, so that it is not stopped under the request."""
    with call.world.lock:
        server = _server(call, name, target)
        server.requests += 1
    try:
        yield server
    finally:
        with call.world.lock:
            server.requests -= 1


def _server(call: Call, name: str, target: str) -> VariantServer:
    endpoint = call.state(HostingState).endpoints.get(name)
    servers = call.live(ServerState).servers.get(name, {})
    if endpoint is None or not servers:
        raise AwsError("ValidationError", f"Endpoint {name} of account {call.account} not found.")
    variant = target or _chosen(endpoint)
    if variant not in servers:
        raise AwsError("ValidationError", f"Variant {target} of endpoint {name} of account {call.account} not found.")
    return servers[variant]


def _chosen(endpoint: Endpoint) -> str:
    """One of the variants, at random by their weights."""
    weights = [variant.weight for variant in endpoint.variants]
    names = [variant.name for variant in endpoint.variants]
    return random.choices(names, weights if any(weights) else None)[0]  # noqa: S311 - traffic, not a secret


def _forward(server: VariantServer, request: Document) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=SECONDS)
    headers = {header: request[member] for member, header in HEADERS.items() if request.get(member)}
    try:
        connection.request("POST", "/invocations", body=request["Body"], headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except TimeoutError as error:
        message = "Your invocation timed out while waiting for a response from container primary."
        raise AwsError("ModelError", message, 424, {"OriginalStatusCode": 0, "OriginalMessage": message}) from error
    except OSError as error:
        message = f"The server of variant {server.variant} does not answer: {error}. See {server.log}"
        raise AwsError("ServiceUnavailable", message, 503) from error
    finally:
        connection.close()


def _model_error(call: Call, server: VariantServer, status: int, body: str) -> AwsError:
    kind = "client" if status < 500 else "server"
    console = f"https://{call.region}.console.aws.amazon.com/cloudwatch/home?region={call.region}"
    message = (
        f'Received {kind} error ({status}) from primary with message "{body[:1500]}". '
        f"See {console}#logEventViewer:group={server.log_group} in account {call.account} for more information."
    )
    detail = {
        "OriginalStatusCode": status,
        "OriginalMessage": body[:2048],
        "LogStreamArn": call.arn("logs", f"log-group:{server.log_group}"),
    }
    return AwsError("ModelError", message, 424, detail)
