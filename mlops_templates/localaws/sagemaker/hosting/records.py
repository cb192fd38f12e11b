"""What is remembered of models, endpoint configurations and endpoints."""

from dataclasses import dataclass, field
from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid


@dataclass(frozen=True)
class Model:
    """A model; `request` is what created it, under the API's names."""

    name: str
    arn: str
    request: Document
    created: datetime

    @property
    def modified(self) -> datetime:
        return self.created


@dataclass(frozen=True)
class EndpointConfig:
    """An endpoint configuration; `request` is what created it, under the API's names."""

    name: str
    arn: str
    request: Document
    created: datetime

    @property
    def modified(self) -> datetime:
        return self.created


@dataclass(frozen=True)
class Variant:
    """A variant in service; a serverless one has no instances but a size."""

    name: str
    image: str
    weight: float
    instance_count: int
    deployed: datetime
    serverless: Document | None = None

    @property
    def desired(self) -> Document:
        """How much of it is wished for."""
        if self.serverless:
            return {"DesiredServerlessConfig": self.serverless}
        return {"DesiredInstanceCount": self.instance_count}

    @property
    def current(self) -> Document:
        """How much of it there is."""
        return {member.replace("Desired", "Current"): size for member, size in self.desired.items()}


def variant_of(entry: Document, image: str = "") -> Variant:
    """The variant that an entry of a configuration asks for, brought into service now."""
    count, weight = entry.get("InitialInstanceCount", 0), entry.get("InitialVariantWeight", 1.0)
    return Variant(entry["VariantName"], image, weight, count, now(), entry.get("ServerlessConfig"))


@dataclass
class Endpoint:
    """An endpoint; `config` is the configuration in service, or the first one while it is being created."""

    name: str
    arn: str
    config: EndpointConfig
    created: datetime
    modified: datetime
    status: str = "Creating"
    failure_reason: str = ""
    variants: list[Variant] = field(default_factory=list)
    deployment: Document | None = None
    shadow_variants: tuple[Variant, ...] = ()
    capture: Document | None = None
    """The settings of data capture in service, where they are not those of the configuration."""
    pending: Document | None = None
    """What is shown of a deployment under way."""

    @property
    def capturing(self) -> Document:
        """The settings of data capture in service; empty when there are none."""
        return dict(self.config.request.get("DataCaptureConfig") or {}) if self.capture is None else self.capture


@dataclass
class HostingState:
    """Everything of an account and region, by name."""

    models: dict[str, Model] = field(default_factory=dict)
    configs: dict[str, EndpointConfig] = field(default_factory=dict)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)


def model_of(call: Call, name: str) -> Model:
    found = call.state(HostingState).models.get(name)
    if found is None:
        raise invalid(f'Could not find model "{call.arn("sagemaker", f"model/{name}")}".')
    return found


def config_of(call: Call, name: str) -> EndpointConfig:
    found = call.state(HostingState).configs.get(name)
    if found is None:
        arn = call.arn("sagemaker", f"endpoint-config/{name}")
        raise invalid(f'Could not find endpoint configuration "{arn}".')
    return found


def endpoint_of(call: Call, name: str) -> Endpoint:
    found = call.state(HostingState).endpoints.get(name)
    if found is None:
        raise invalid(f'Could not find endpoint "{call.arn("sagemaker", f"endpoint/{name}")}".')
    return found
