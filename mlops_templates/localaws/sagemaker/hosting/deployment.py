"""Bringing the variants of a configuration into service, and out of it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.hosting import starting
from mlops_templates.localaws.sagemaker.hosting.containers import container_definition, serving_container
from mlops_templates.localaws.sagemaker.hosting.events import emit_state_change
from mlops_templates.localaws.sagemaker.hosting.records import (
    Endpoint,
    EndpointConfig,
    HostingState,
    Variant,
    model_of,
)
from mlops_templates.localaws.sagemaker.hosting.starting import NotServing
from mlops_templates.localaws.sagemaker.hosting.variant_server import VariantServer
from mlops_templates.localaws.sagemaker.jobs.lifecycle import ROLE_SESSION
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid

REASON_LIMIT = 1024
START_LIMIT = "ContainerStartupHealthCheckTimeoutInSeconds"
EXPECTED = (AwsError, BotoCoreError, ClientError, JobFailed, MlopsTemplatesError, NotServing)
"""What goes wrong for a reason that a person can understand."""

logger = logging.getLogger(__name__)


@dataclass
class ServerState:
    """The running servers of every endpoint, by the name of the endpoint and of the variant."""

    servers: dict[str, dict[str, VariantServer]] = field(default_factory=dict)


@dataclass(frozen=True)
class Deployment:
    """The servers of a configuration that come into service together."""

    config: EndpointConfig
    servers: dict[str, VariantServer] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)


def create(call: Call, endpoint: Endpoint) -> None:
    """Start the first servers of an endpoint: it ends InService, or Failed with the reason."""
    emit_state_change(call, endpoint)
    try:
        _enter(call, endpoint, _deploy(call, endpoint, endpoint.config))
    except NotServing as error:
        _fail(call, endpoint, "Failed", str(error))


def update(call: Call, endpoint: Endpoint, config: EndpointConfig) -> None:
    """Put another configuration into service; if that fails, the old one goes on serving and the reason is kept."""
    emit_state_change(call, endpoint)
    old = call.live(ServerState).servers.get(endpoint.name, {})
    try:
        _enter(call, endpoint, _deploy(call, endpoint, config))
    except NotServing as error:
        _fail(call, endpoint, "InService", str(error))
        return
    for server in old.values():
        server.stop()


def serve_again(call: Call, endpoint: Endpoint, reason: str) -> None:
    """Start servers for what was in service before a restart; weights and counts are what they were."""
    variants, modified = endpoint.variants, endpoint.modified
    try:
        deployment = _deploy(call, endpoint, endpoint.config)
    except NotServing as error:
        _fail(call, endpoint, "Failed", str(error))
        return
    _enter(call, endpoint, replace(deployment, variants=variants))
    endpoint.failure_reason, endpoint.modified = reason, modified


def delete(call: Call, endpoint: Endpoint) -> None:
    """Stop the servers and forget the endpoint."""
    emit_state_change(call, endpoint)
    for server in call.live(ServerState).servers.pop(endpoint.name, {}).values():
        server.stop()
    with call.world.lock:
        del call.state(HostingState).endpoints[endpoint.name]
        tags.forget(call, endpoint.arn)


def reweigh(endpoint: Endpoint, desired: Iterable[Document]) -> None:
    """Change weights and instance counts of variants in service."""
    variants = {variant.name: variant for variant in endpoint.variants}
    for wish in desired:
        if wish["VariantName"] not in variants:
            raise invalid(f"Could not find variant {wish['VariantName']} of endpoint {endpoint.name}.")
        old = variants[wish["VariantName"]]
        weight, count = wish.get("DesiredWeight", old.weight), wish.get("DesiredInstanceCount", old.instance_count)
        variants[old.name] = replace(old, weight=weight, instance_count=count)
    endpoint.variants, endpoint.modified = list(variants.values()), now()


def _deploy(call: Call, endpoint: Endpoint, config: EndpointConfig) -> Deployment:
    """Start a server per variant and wait until all of them serve.

    Raises:
        NotServing: for whatever reason; no server is left.
    """
    deployment, variants = Deployment(config), config.request["ProductionVariants"]
    limits = {entry["VariantName"]: entry.get(START_LIMIT, starting.START_SECONDS) for entry in variants}
    try:
        for entry in variants:
            _start(call, endpoint, entry, deployment)
        for server in deployment.servers.values():
            starting.wait_until_ready(server, limits[server.variant])
            server.publish_log()
    except Exception as error:
        for server in deployment.servers.values():
            server.stop()
        if not isinstance(error, EXPECTED):
            logger.exception("deployment of %s", endpoint.arn)
            raise NotServing(f"InternalServerError: {error!r}") from error
        raise NotServing(str(error)) from error
    return deployment


def _start(call: Call, endpoint: Endpoint, entry: Document, deployment: Deployment) -> None:
    model = model_of(call, entry["ModelName"])
    serving = serving_container(call, container_definition(model.request))
    role = call.as_role(model.request["ExecutionRoleArn"], ROLE_SESSION, "sagemaker.amazonaws.com", model.arn)
    name, weight = entry["VariantName"], entry.get("InitialVariantWeight", 1.0)
    deployment.servers[name] = starting.start(role, endpoint.name, name, serving)
    deployment.variants.append(Variant(name, serving.image, weight, entry["InitialInstanceCount"], now()))


def _enter(call: Call, endpoint: Endpoint, deployment: Deployment) -> None:
    with call.world.lock:
        call.live(ServerState).servers[endpoint.name] = deployment.servers
        endpoint.config, endpoint.variants, endpoint.modified = deployment.config, deployment.variants, now()
        endpoint.failure_reason, endpoint.status = "", "InService"
    emit_state_change(call, endpoint)


def _fail(call: Call, endpoint: Endpoint, status: str, reason: str) -> None:
    with call.world.lock:
        endpoint.failure_reason, endpoint.status, endpoint.modified = reason[:REASON_LIMIT], status, now()
    emit_state_change(call, endpoint)
