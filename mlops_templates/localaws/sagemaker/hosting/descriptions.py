"""Endpoints as the API shows them."""

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint, Variant


def described(endpoint: Endpoint) -> Document:
    """The whole endpoint."""
    facts = {
        "ProductionVariants": [_variant(variant) for variant in endpoint.variants],
        "DataCaptureConfig": _capture(endpoint),
        "FailureReason": endpoint.failure_reason,
        "LastDeploymentConfig": endpoint.deployment,
        "PendingDeploymentSummary": endpoint.pending,
        "ShadowProductionVariants": [_variant(variant) for variant in endpoint.shadow_variants],
    }
    return {
        **summary(endpoint),
        "EndpointConfigName": endpoint.config.name,
        **{name: value for name, value in facts.items() if value},
    }


def summary(endpoint: Endpoint) -> Document:
    """The endpoint as an entry of ListEndpoints."""
    return {
        "EndpointName": endpoint.name,
        "EndpointArn": endpoint.arn,
        "EndpointStatus": endpoint.status,
        "CreationTime": endpoint.created,
        "LastModifiedTime": endpoint.modified,
    }


def _variant(variant: Variant) -> Document:
    image = {"SpecifiedImage": variant.image, "ResolvedImage": variant.image, "ResolutionTime": variant.deployed}
    return {**variant_summary(variant), "DeployedImages": [image]}


def variant_summary(variant: Variant) -> Document:
    """What is told of a variant in service."""
    return {
        "VariantName": variant.name,
        "CurrentWeight": variant.weight,
        "DesiredWeight": variant.weight,
        **variant.current,
        **variant.desired,
    }


def _capture(endpoint: Endpoint) -> Document | None:
    config = endpoint.capturing
    if not config:
        return None
    enabled = config.get("EnableCapture", True)
    return {
        "EnableCapture": enabled,
        "CaptureStatus": "Started" if enabled else "Stopped",
        "CurrentSamplingPercentage": config["InitialSamplingPercentage"],
        "DestinationS3Uri": config["DestinationS3Uri"],
        **({"KmsKeyId": config["KmsKeyId"]} if config.get("KmsKeyId") else {}),
    }
