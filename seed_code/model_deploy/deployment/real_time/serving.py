"""What an endpoint serves right now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from deployment.real_time.settings import Serverless


@dataclass(frozen=True)
class Serving:
    """The model version that answers, how it is served, and all versions that run, shadows included."""

    model_package_arn: str
    instance_type: str
    instance_count: int
    data_capture_percentage: int
    versions: tuple[str, ...]
    answering: Mapping[str, str] = field(default_factory=dict)
    """The version of each variant that answers, by the variant's name: all but a shadow."""
    serverless: Serverless | None = None


def now_serving(sagemaker: Any, endpoint_name: str) -> Serving | None:
    """What the endpoint serves; None when there is no such endpoint."""
    try:
        endpoint = sagemaker.describe_endpoint(EndpointName=endpoint_name)
    except ClientError as error:
        if "Could not find" in error.response["Error"]["Message"]:
            return None
        raise
    config = sagemaker.describe_endpoint_config(EndpointConfigName=endpoint["EndpointConfigName"])
    variants = [*config["ProductionVariants"], *config.get("ShadowProductionVariants", [])]
    versions = tuple(_version(sagemaker, variant["ModelName"]) for variant in variants)
    variant = variants[0]
    capture = config.get("DataCaptureConfig", {})
    return Serving(
        model_package_arn=versions[0],
        instance_type=variant.get("InstanceType", ""),
        instance_count=variant.get("InitialInstanceCount", 0),
        data_capture_percentage=capture.get("InitialSamplingPercentage", 0) if capture.get("EnableCapture") else 0,
        versions=versions,
        answering={
            one["VariantName"]: version
            for one, version in zip(config["ProductionVariants"], versions, strict=False)  # shadows come after them
        },
        serverless=_size(variant.get("ServerlessConfig")),
    )


def _size(given: Mapping[str, int] | None) -> Serverless | None:
    return Serverless(given["MemorySizeInMB"], given["MaxConcurrency"]) if given else None


def _version(sagemaker: Any, model_name: str) -> str:
    model = sagemaker.describe_model(ModelName=model_name)
    containers = [model.get("PrimaryContainer", {}), *model.get("Containers", [])]
    return next((str(container["ModelPackageName"]) for container in containers if "ModelPackageName" in container), "")
