"""What an endpoint shows of the deployment that is under way: PendingDeploymentSummary."""

from collections.abc import Iterable

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.hosting.descriptions import variant_summary
from mlops_templates.localaws.sagemaker.hosting.guardrails import Stage
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint, EndpointConfig, Variant, variant_of
from mlops_templates.localaws.sagemaker.moments import now


def begin(endpoint: Endpoint, config: EndpointConfig) -> None:
    """Show that servers for a configuration are being started."""
    variants = [_shown(variant_of(entry), "Creating") for entry in config.request["ProductionVariants"]]
    endpoint.pending = {"EndpointConfigName": config.name, "StartTime": now(), "ProductionVariants": variants}


def bakes(endpoint: Endpoint, variants: Iterable[Variant], stage: Stage) -> None:
    """Show how much traffic the new servers have and for how long they are watched."""
    fleet = "full capacity" if stage.share == 1 else f"canary capacity of {stage.share:.0%}"
    message = f"Baking for {stage.seconds} seconds ({stage.member}) with traffic enabled on {fleet}."
    shown = [_shown(variant, "Baking", message) for variant in variants]
    endpoint.pending = {**(endpoint.pending or {}), "ProductionVariants": shown}


def _shown(variant: Variant, status: str, message: str = "") -> Document:
    told = {"StatusMessage": message} if message else {}
    return {**variant_summary(variant), "VariantStatus": [{"Status": status, **told, "StartTime": now()}]}
