"""Serverless variants: a size of memory and a limit of concurrent requests in place of instances.

What excludes what is from SageMaker's guide; its words for it are not known here.
"""

from collections.abc import Sequence

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.sagemaker.hosting.records import EndpointConfig, model_of
from mlops_templates.localaws.sagemaker.refusals import invalid

STEP_MB = 1024
INSTANCE_MEMBERS = ("InstanceType", "InitialInstanceCount")
MACHINE_MEMBERS = ("InferenceAmiVersion", "RoutingConfig", "VariantInstanceProvisionTimeoutInSeconds", "VolumeSizeInGB")
EXCLUDED = ("DataCaptureConfig", "EnableNetworkIsolation", "ShadowProductionVariants", "VpcConfig")
MODEL_EXCLUDED = ("EnableNetworkIsolation", "VpcConfig")


def is_serverless(config: EndpointConfig) -> bool:
    return any(variant.get("ServerlessConfig") for variant in config.request["ProductionVariants"])


def check(call: Call, request: Document) -> None:
    """Refuse what serverless variants exclude, in the request for a configuration."""
    variants: Sequence[Document] = request["ProductionVariants"]
    if not any(variant.get("ServerlessConfig") for variant in variants):
        return
    if len(variants) > 1:
        raise invalid("A serverless endpoint has one production variant.")
    if excluded := [member for member in EXCLUDED if request.get(member)]:
        raise invalid(f"{', '.join(excluded)} is not supported for serverless endpoints.")
    (variant,) = variants
    _check_variant(variant)
    model = model_of(call, variant["ModelName"]).request
    if excluded := [member for member in MODEL_EXCLUDED if model.get(member)]:
        raise invalid(
            f"{', '.join(excluded)} of model {variant['ModelName']} is not supported for serverless endpoints."
        )


def check_update(before: EndpointConfig, after: EndpointConfig) -> None:
    """Refuse to make a serverless endpoint of one with instances; the other way is open."""
    if is_serverless(after) and not is_serverless(before):
        raise invalid("An instance-based endpoint cannot be updated to a serverless endpoint.")


def check_deployment(config: EndpointConfig, deployment: Document | None) -> None:
    """Refuse to move shares of capacity where there are no instances: what SageMaker does then is not documented."""
    given = deployment or {}
    routing = (given.get("BlueGreenUpdatePolicy") or {}).get("TrafficRoutingConfiguration") or {}
    kind = "rolling" if given.get("RollingUpdatePolicy") else routing.get("Type", "ALL_AT_ONCE")
    if is_serverless(config) and kind != "ALL_AT_ONCE":
        raise not_emulated(f"{kind} deployments of serverless endpoints")


def _check_variant(variant: Document) -> None:
    size, name = variant["ServerlessConfig"], variant["VariantName"]
    if given := [member for member in INSTANCE_MEMBERS if member in variant]:
        raise invalid(f"{' and '.join(given)} must not be given with ServerlessConfig for variant {name}.")
    if given := [member for member in MACHINE_MEMBERS if member in variant]:
        raise not_emulated(f"{', '.join(given)} of a serverless variant")
    if size["MemorySizeInMB"] % STEP_MB:
        raise invalid(f"MemorySizeInMB must be a multiple of {STEP_MB}; it is {size['MemorySizeInMB']}.")
    if size.get("ProvisionedConcurrency", 0) > size["MaxConcurrency"]:
        raise invalid("ProvisionedConcurrency must not be more than MaxConcurrency.")
