"""Invocations of endpoints: a fleet and a variant are chosen, shadows get a copy, metrics and captures are kept."""

import contextlib
import http.client
from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.hosting.fleet import Fleet, TrafficState
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint, HostingState
from mlops_templates.localaws.sagemaker.hosting.variant_server import VariantServer
from mlops_templates.localaws.sagemaker_runtime import capture, metrics, serverless
from mlops_templates.localaws.sagemaker_runtime.forwarding import Answered, forward
from mlops_templates.localaws.sagemaker_runtime.service import SERVICE


@dataclass(frozen=True)
class Chosen:
    """Who answers a request, and who gets a copy of it."""

    endpoint: Endpoint
    fleet: Fleet
    server: VariantServer
    shadows: tuple[VariantServer, ...]

    @property
    def size(self) -> Document:
        """The size of the variant when it is serverless, else nothing."""
        sizes = {variant.name: variant.serverless for variant in self.fleet.variants}
        return sizes.get(self.server.variant) or {}


@SERVICE.action
def invoke_endpoint(call: Call, request: Document) -> Document:
    with _answering(call, request["EndpointName"], request.get("TargetVariant", "")) as chosen:
        serverless.check_body(chosen.size, request["Body"])
        for shadow in chosen.shadows:
            call.world.spawn(f"copy for {shadow.variant}", _ask_shadow, call, chosen, shadow, request)
        server = chosen.server
        answered = _asked(call, chosen, server, request)
    if answered.status >= 400:
        server.publish_log()
        raise _model_error(call, server, answered)
    attributes = answered.headers.get("X-Amzn-SageMaker-Custom-Attributes")
    return {
        "Body": answered.body,
        "ContentType": answered.content_type,
        "InvokedProductionVariant": server.variant,
        **({"CustomAttributes": attributes} if attributes else {}),
    }


@contextlib.contextmanager
def _answering(call: Call, name: str, target: str) -> Iterator[Chosen]:
    """The servers of a request, chosen and counted at once, so that none is stopped under the request."""
    with call.world.lock:
        chosen = _chosen(call, name, target)
        serverless.check_room(chosen.size, chosen.server.requests)
        chosen.server.requests += 1
        for shadow in chosen.shadows:
            shadow.requests += 1
    try:
        yield chosen
    finally:
        with call.world.lock:
            chosen.server.requests -= 1


def _chosen(call: Call, name: str, target: str) -> Chosen:
    endpoint = call.state(HostingState).endpoints.get(name)
    traffic = call.live(TrafficState).endpoints.get(name)
    if endpoint is None or traffic is None:
        raise AwsError("ValidationError", f"Endpoint {name} of account {call.account} not found.")
    fleet = traffic.next_fleet()
    if not target:
        return Chosen(endpoint, fleet, fleet.chosen(), tuple(fleet.shadowing()))
    for other in (fleet, *traffic.fleets()):
        if target in other.servers:
            return Chosen(endpoint, other, other.servers[target], ())
    raise AwsError("ValidationError", f"Variant {target} of endpoint {name} of account {call.account} not found.")


def _asked(call: Call, chosen: Chosen, server: VariantServer, request: Document) -> Answered:
    """Ask a server and keep what is to be kept of it."""
    place = metrics.Place(chosen.endpoint.name, server.variant, chosen.fleet.config.name)
    try:
        answered = forward(server, request)
    except AwsError as error:
        metrics.keep(call, place, 500 if error.status >= 424 else 400, metrics.UNKNOWN)
        raise
    metrics.keep(call, place, answered.status, answered.seconds)
    if answered.status < 400:
        capture.keep(call, chosen.endpoint, server, request, answered)
    return answered


def _ask_shadow(call: Call, chosen: Chosen, shadow: VariantServer, request: Document) -> None:
    """Ask a shadow the same; nobody waits for what it says."""
    try:
        with contextlib.suppress(AwsError, http.client.HTTPException):
            _asked(call, chosen, shadow, request)
    finally:
        with call.world.lock:
            shadow.requests -= 1


def _model_error(call: Call, server: VariantServer, answered: Answered) -> AwsError:
    kind = "client" if answered.status < 500 else "server"
    body = answered.body.decode("utf-8", "replace")
    console = f"https://{call.region}.console.aws.amazon.com/cloudwatch/home?region={call.region}"
    message = (
        f'Received {kind} error ({answered.status}) from primary with message "{body[:1500]}". '
        f"See {console}#logEventViewer:group={server.log_group} in account {call.account} for more information."
    )
    detail = {
        "OriginalStatusCode": answered.status,
        "OriginalMessage": body[:2048],
        "LogStreamArn": call.arn("logs", f"log-group:{server.log_group}"),
    }
    return AwsError("ModelError", message, 424, detail)
