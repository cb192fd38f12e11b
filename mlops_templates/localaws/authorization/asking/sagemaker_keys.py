"""SageMaker's condition keys: what a request says of machines, networks and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jmespath

from mlops_templates.localaws.document import Document

PATHS = {
    "sagemaker:instancetypes": (
        "ResourceConfig.InstanceType",
        "TrainingJobDefinition.ResourceConfig.InstanceType",
        "ProcessingResources.ClusterConfig.InstanceType",
        "TransformResources.InstanceType",
        "ProductionVariants[].InstanceType",
        "ShadowProductionVariants[].InstanceType",
    ),
    "sagemaker:vpcsubnets": (
        "VpcConfig.Subnets",
        "TrainingJobDefinition.VpcConfig.Subnets",
        "NetworkConfig.VpcConfig.Subnets",
    ),
    "sagemaker:vpcsecuritygroupids": (
        "VpcConfig.SecurityGroupIds",
        "TrainingJobDefinition.VpcConfig.SecurityGroupIds",
        "NetworkConfig.VpcConfig.SecurityGroupIds",
    ),
    "sagemaker:volumekmskey": (
        "ResourceConfig.VolumeKmsKeyId",
        "TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId",
        "ProcessingResources.ClusterConfig.VolumeKmsKeyId",
        "TransformResources.VolumeKmsKeyId",
    ),
    "sagemaker:outputkmskey": (
        "OutputDataConfig.KmsKeyId",
        "TrainingJobDefinition.OutputDataConfig.KmsKeyId",
        "ProcessingOutputConfig.KmsKeyId",
        "TransformOutput.KmsKeyId",
        "DataCaptureConfig.KmsKeyId",
    ),
    "sagemaker:networkisolation": (
        "EnableNetworkIsolation",
        "TrainingJobDefinition.EnableNetworkIsolation",
        "NetworkConfig.EnableNetworkIsolation",
    ),
    "sagemaker:intercontainertrafficencryption": (
        "EnableInterContainerTrafficEncryption",
        "TrainingJobDefinition.EnableInterContainerTrafficEncryption",
        "NetworkConfig.EnableInterContainerTrafficEncryption",
    ),
    "sagemaker:maxruntimeinseconds": ("StoppingCondition.MaxRuntimeInSeconds",),
}
"""Where in a request each key has its values, whatever is created."""

OF_OPERATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "CreateDomain": {
        "sagemaker:appnetworkaccesstype": ("AppNetworkAccessType",),
        "sagemaker:vpcsecuritygroupids": ("DefaultUserSettings.SecurityGroups",),
        "sagemaker:vpcsubnets": ("SubnetIds",),
    },
    "CreateEndpointConfig": {"sagemaker:volumekmskey": ("KmsKeyId",)},
}


def of_request(operation: str, request: Document) -> dict[str, tuple[str, ...]]:
    """The keys that a creation gives; what it does not say is absent."""
    if not operation.startswith("Create"):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for paths in (PATHS, OF_OPERATIONS.get(operation, {})):
        found |= {key: values for key, path in paths.items() if (values := tuple(_values(request, path)))}
    return found


def _values(request: Mapping[str, Any], paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        given = jmespath.search(path, request)
        for value in given if isinstance(given, list) else [given]:
            if value is not None:
                yield str(value).lower() if isinstance(value, bool) else str(value)
