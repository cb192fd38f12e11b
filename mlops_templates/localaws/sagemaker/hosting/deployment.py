"""Bringing the variants of a configuration into service, and out of it."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.hosting import baking, fleet, guardrails, pending
from mlops_templates.localaws.sagemaker.hosting.baking import AlarmedError
from mlops_templates.localaws.sagemaker.hosting.events import emit_deployment_change, emit_state_change
from mlops_templates.localaws.sagemaker.hosting.fleet import Fleet, Traffic, TrafficState
from mlops_templates.localaws.sagemaker.hosting.records import (
    Endpoint,
    EndpointConfig,
    HostingState,
    Variant,
    model_of,
)
from mlops_templates.localaws.sagemaker.hosting.starting import NotServing
from mlops_templates.localaws.sagemaker.jobs.lifecycle import ROLE_SESSION
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid

REASON_LIMIT = 1024

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """What an update asks for beside the configuration: properties of the variants in service that stay."""

    retained: frozenset[str] = frozenset()


def create(call: Call, endpoint: Endpoint) -> None:
    """Start the first servers of an endpoint: it ends InService, or Failed with the reason."""
    emit_state_change(call, endpoint)
    try:
        _enter(call, endpoint, fleet.start(call, endpoint, endpoint.config))
    except NotServing as error:
        _fail(call, endpoint, "Failed", str(error))


def update(call: Call, endpoint: Endpoint, config: EndpointConfig, wish: Wish) -> None:
    """Put another configuration into service, by stages; if one fails, the old one serves and the reason is kept."""
    traffic = call.live(TrafficState).endpoints.get(endpoint.name)
    pending.begin(endpoint, config)
    emit_state_change(call, endpoint)
    try:
        green = fleet.start(call, endpoint, config)
    except NotServing as error:
        _fail(call, endpoint, "InService", str(error))
        return
    _retain(endpoint, green, wish)
    if traffic is not None and (reason := _shift(call, endpoint, traffic, green)):
        _roll_back(call, endpoint, traffic, green, reason)
        return
    _enter(call, endpoint, green, _capture(endpoint, config, wish))
    if traffic is not None:
        traffic.blue.stop()


def reader_of(call: Call, config: EndpointConfig, alarms: Sequence[str]) -> Call:
    """Who reads the alarms of a deployment: the role of the model, or the caller.

    Raises:
        ClientError: neither may.
    """
    model = model_of(call, config.request["ProductionVariants"][0]["ModelName"])
    role = call.as_role(model.request["ExecutionRoleArn"], ROLE_SESSION, "sagemaker.amazonaws.com", model.arn)
    return baking.reader((role, call), alarms)


def instances_of(config: EndpointConfig) -> int:
    return sum(int(variant.get("InitialInstanceCount", 0)) for variant in config.request["ProductionVariants"])


def serve_again(call: Call, endpoint: Endpoint, reason: str) -> None:
    """Start servers for what was in service before a restart; weights and counts are what they were."""
    variants, modified = endpoint.variants, endpoint.modified
    try:
        started = fleet.start(call, endpoint, endpoint.config)
    except NotServing as error:
        _fail(call, endpoint, "Failed", str(error))
        return
    started.variants = variants
    _enter(call, endpoint, started, endpoint.capture)
    endpoint.failure_reason, endpoint.modified = reason, modified


def delete(call: Call, endpoint: Endpoint) -> None:
    """Stop the servers and forget the endpoint."""
    emit_state_change(call, endpoint)
    with call.world.lock:
        traffic = call.live(TrafficState).endpoints.pop(endpoint.name, None)
    for served in traffic.fleets() if traffic else []:
        served.stop()
    with call.world.lock:
        del call.state(HostingState).endpoints[endpoint.name]
        tags.forget(call, endpoint.arn)


def reweigh(call: Call, endpoint: Endpoint, desired: Iterable[Document]) -> None:
    """Change weights and instance counts of variants in service."""
    variants = {variant.name: variant for variant in endpoint.variants}
    for wish in desired:
        if wish["VariantName"] not in variants:
            raise invalid(f"Could not find variant {wish['VariantName']} of endpoint {endpoint.name}.")
        old = variants[wish["VariantName"]]
        if old.serverless and "DesiredInstanceCount" in wish:
            raise invalid(f"Variant {old.name} of endpoint {endpoint.name} is serverless and has no instances.")
        weight, count = wish.get("DesiredWeight", old.weight), wish.get("DesiredInstanceCount", old.instance_count)
        variants[old.name] = replace(old, weight=weight, instance_count=count)
    endpoint.variants, endpoint.modified = list(variants.values()), now()
    call.live(TrafficState).endpoints[endpoint.name].blue.variants = endpoint.variants


def _shift(call: Call, endpoint: Endpoint, traffic: Traffic, green: Fleet) -> str:
    """Move the traffic by stages and watch each; the reason why it must go back, or nothing."""
    alarms = guardrails.alarms_of(endpoint.deployment)
    try:
        reader = reader_of(call, green.config, alarms)
        baking.check_quiet(reader, alarms)
        for stage in guardrails.stages(endpoint.deployment, instances_of(green.config)):
            with call.world.lock:
                traffic.shift(green, stage.share)
                pending.bakes(endpoint, green.variants, stage)
            emit_deployment_change(call, endpoint)
            baking.bake(reader, alarms, stage.seconds)
    except (AlarmedError, AwsError, BotoCoreError, ClientError, MlopsTemplatesError) as error:
        return str(error)
    except Exception as error:
        logger.exception("deployment of %s", endpoint.arn)
        return f"InternalServerError: {error!r}"
    return ""


def _roll_back(call: Call, endpoint: Endpoint, traffic: Traffic, green: Fleet, reason: str) -> None:
    with call.world.lock:
        traffic.green, traffic.share = None, 0.0
        endpoint.status, endpoint.modified = "RollingBack", now()
    emit_state_change(call, endpoint)
    emit_deployment_change(call, endpoint)
    green.stop()
    _fail(call, endpoint, "InService", reason)


def _retain(endpoint: Endpoint, green: Fleet, wish: Wish) -> None:
    """Variants of the same name keep the weight and the number of instances that they have now, if so wished."""
    old: dict[str, Variant] = {variant.name: variant for variant in endpoint.variants}
    for number, variant in enumerate(green.variants):
        now_served = old.get(variant.name)
        if now_served and "DesiredWeight" in wish.retained:
            variant = replace(variant, weight=now_served.weight)
        has_instances = now_served and not (now_served.serverless or variant.serverless)
        if now_served and has_instances and "DesiredInstanceCount" in wish.retained:
            variant = replace(variant, instance_count=now_served.instance_count)
        green.variants[number] = variant


def _capture(endpoint: Endpoint, config: EndpointConfig, wish: Wish) -> Document:
    if "DataCaptureConfig" in wish.retained:
        return endpoint.capturing
    return dict(config.request.get("DataCaptureConfig") or {})


def _enter(call: Call, endpoint: Endpoint, served: Fleet, capture: Document | None = None) -> None:
    with call.world.lock:
        call.live(TrafficState).endpoints[endpoint.name] = Traffic(served)
        endpoint.config, endpoint.variants, endpoint.modified = served.config, served.variants, now()
        endpoint.shadow_variants, endpoint.capture, endpoint.pending = tuple(served.shadow_variants), capture, None
        endpoint.failure_reason, endpoint.status = "", "InService"
    emit_state_change(call, endpoint)


def _fail(call: Call, endpoint: Endpoint, status: str, reason: str) -> None:
    with call.world.lock:
        endpoint.failure_reason, endpoint.status, endpoint.modified = reason[:REASON_LIMIT], status, now()
        endpoint.pending = None
    emit_state_change(call, endpoint)
