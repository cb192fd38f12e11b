"""The servers of a configuration, and how the traffic of an endpoint is shared between two of them."""

import logging
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.hosting import starting
from mlops_templates.localaws.sagemaker.hosting.containers import container_definition, serving_container
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint, EndpointConfig, Variant, model_of, variant_of
from mlops_templates.localaws.sagemaker.hosting.starting import NotServing
from mlops_templates.localaws.sagemaker.hosting.variant_server import VariantServer
from mlops_templates.localaws.sagemaker.jobs.lifecycle import ROLE_SESSION
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed

START_LIMIT = "ContainerStartupHealthCheckTimeoutInSeconds"
EXPECTED = (AwsError, BotoCoreError, ClientError, JobFailed, MlopsTemplatesError, NotServing)
"""What goes wrong for a reason that a person can understand."""

logger = logging.getLogger(__name__)


@dataclass
class Fleet:
    """The servers of a configuration that come into service together; shadows get copies and answer nobody."""

    config: EndpointConfig
    servers: dict[str, VariantServer] = field(default_factory=dict)
    shadows: dict[str, VariantServer] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    shadow_variants: list[Variant] = field(default_factory=list)

    def every_server(self) -> Iterator[VariantServer]:
        yield from self.servers.values()
        yield from self.shadows.values()

    def stop(self) -> None:
        """Let the last requests end, then end the servers."""
        for server in self.every_server():
            server.stop()

    def chosen(self) -> VariantServer:
        """The server of one of the variants, at random by their weights."""
        weights = [variant.weight for variant in self.variants]
        names = [variant.name for variant in self.variants]
        return self.servers[random.choices(names, weights if any(weights) else None)[0]]  # noqa: S311 - traffic

    def shadowing(self) -> list[VariantServer]:
        """The shadows that get a copy of this request, by their weight in proportion to that of the variant."""
        weight = self.variants[0].weight or 1.0
        return [
            self.shadows[variant.name]
            for variant in self.shadow_variants
            if random.random() < variant.weight / weight  # noqa: S311 - traffic, not a secret
        ]


@dataclass
class Traffic:
    """Who answers for an endpoint: a fleet, and during a deployment a second one that gets a share of the requests."""

    blue: Fleet
    green: Fleet | None = None
    share: float = 0.0
    _due: float = 0.0
    """The part of a request that the second fleet is due; spread evenly, a tenth is every tenth request."""

    def next_fleet(self) -> Fleet:
        """The fleet that the next request goes to."""
        if self.green is None:
            return self.blue
        self._due += self.share
        if self._due < 1 - 1e-9:
            return self.blue
        self._due -= 1
        return self.green

    def fleets(self) -> list[Fleet]:
        return [self.blue] if self.green is None else [self.blue, self.green]

    def shift(self, green: Fleet, share: float) -> None:
        """Give the second fleet this share of the requests."""
        self.green, self.share, self._due = green, share, 0.0


@dataclass
class TrafficState:
    """Who answers for every endpoint, by its name. Changed under the lock of the world."""

    endpoints: dict[str, Traffic] = field(default_factory=dict)


def start(call: Call, endpoint: Endpoint, config: EndpointConfig) -> Fleet:
    """Start a server per variant and wait until all of them serve.

    Raises:
        NotServing: for whatever reason; no server is left.
    """
    fleet, shadows = Fleet(config), config.request.get("ShadowProductionVariants", [])
    entries = [*config.request["ProductionVariants"], *shadows]
    limits = {entry["VariantName"]: entry.get(START_LIMIT, starting.START_SECONDS) for entry in entries}
    try:
        _start_all(call, endpoint, config.request["ProductionVariants"], fleet.servers, fleet.variants)
        _start_all(call, endpoint, shadows, fleet.shadows, fleet.shadow_variants)
        for server in fleet.every_server():
            starting.wait_until_ready(server, limits[server.variant])
            server.publish_log()
    except Exception as error:
        fleet.stop()
        if not isinstance(error, EXPECTED):
            logger.exception("deployment of %s", endpoint.arn)
            raise NotServing(f"InternalServerError: {error!r}") from error
        raise NotServing(str(error)) from error
    return fleet


def _start_all(
    call: Call,
    endpoint: Endpoint,
    entries: Iterable[Document],
    servers: dict[str, VariantServer],
    variants: list[Variant],
) -> None:
    for entry in entries:
        model = model_of(call, entry["ModelName"])
        serving = serving_container(call, container_definition(model.request))
        role = call.as_role(model.request["ExecutionRoleArn"], ROLE_SESSION, "sagemaker.amazonaws.com", model.arn)
        name = entry["VariantName"]
        servers[name] = starting.start(role, endpoint.name, name, serving)
        variants.append(variant_of(entry, serving.image))
