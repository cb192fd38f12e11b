"""The endpoint of a stage: the released version, and beside it the one before where both shall run."""

import json
from typing import Any, ClassVar

from troposphere import AWSProperty, Equals, GetAtt, If, Not, NoValue, Or, Ref, Sub, Template
from troposphere import Condition as Holds
from troposphere.sagemaker import (
    CaptureContentTypeHeader,
    CaptureOption,
    ContainerDefinition,
    DeploymentConfig,
    Endpoint,
    EndpointConfig,
    Model,
    ProductionVariant,
    ServerlessConfig,
)
from troposphere.validators import integer_range

from deployment.stack_text import project_tags

MAIN, NEW, SHADOW = "AllTraffic", "New", "Shadow"
PARAMETERS = {
    "EndpointName": ("String", "Name of the endpoint, the same at each release"),
    "ReleaseName": ("String", "Name of the model and the endpoint configuration, new when anything in them changes"),
    "ModelPackageArn": ("String", "The approved version in the model registry"),
    "ModelExecutionRoleArn": ("String", "Role the model container runs with"),
    "EncryptsVolume": ("String", "no where the instance encrypts its local disk itself, else yes"),
    "InstanceType": ("String", "Instance type that serves"),
    "InstanceCount": ("Number", "Number of instances"),
    "ServerlessMemory": ("Number", "Memory of an endpoint without instances, in MB; 0 where it has instances"),
    "ServerlessConcurrency": ("Number", "Requests that it answers at the same moment"),
    "DataCapturePercentage": ("Number", "Share of requests kept in the data bucket; 0 keeps none"),
    "DataBucket": ("String", "Bucket that captured data goes to"),
    "NewVersion": ("String", "replaces, shadows or shares: what the released version does to the one that serves"),
    "NewSharePercent": ("Number", "Share of requests that the released version answers when it shares them"),
    "ServingSharePercent": ("Number", "The rest of them"),
    "ServingModelPackageArn": ("String", "The version that goes on serving beside the released one; else empty"),
    "ServingReleaseName": ("String", "Name of the model of that version; else empty"),
}


class EndpointDataCapture(AWSProperty):
    """DataCaptureConfig of an endpoint configuration.

    Troposphere 4.11 has two property types of that name and keeps the other one.
    """

    props: ClassVar[dict[str, Any]] = {
        "CaptureContentTypeHeader": (CaptureContentTypeHeader, False),
        "CaptureOptions": ([CaptureOption], True),
        "DestinationS3Uri": (str, True),
        "EnableCapture": (bool, False),
        "InitialSamplingPercentage": (integer_range(0, 100), True),
        "KmsKeyId": (str, False),
    }


def add(template: Template, *, deployment: DeploymentConfig) -> None:
    """Adds both models, the endpoint configuration and the endpoint."""
    template.add_condition("CapturesData", Not(Equals(Ref("DataCapturePercentage"), "0")))
    template.add_condition("EncryptsVolumes", Equals(Ref("EncryptsVolume"), "yes"))
    template.add_condition("IsServerless", Not(Equals(Ref("ServerlessMemory"), "0")))
    template.add_condition("Shadows", Equals(Ref("NewVersion"), "shadows"))
    template.add_condition("Shares", Equals(Ref("NewVersion"), "shares"))
    template.add_condition("HasTwoVersions", Or(Holds("Shadows"), Holds("Shares")))
    released = template.add_resource(_model("Model", "ReleaseName", "ModelPackageArn"))
    serving = _model("ServingModel", "ServingReleaseName", "ServingModelPackageArn", Condition="HasTwoVersions")
    template.add_resource(serving)
    config = template.add_resource(_endpoint_config(released, serving))
    template.add_resource(
        Endpoint(
            "Endpoint",
            EndpointName=Ref("EndpointName"),
            EndpointConfigName=GetAtt(config, "EndpointConfigName"),
            DeploymentConfig=deployment,
            Tags=project_tags(),
        )
    )


def shape() -> str:
    """The resources that make a release, as text: when it changes, all endpoints are made anew."""
    template = Template()
    add(template, deployment=DeploymentConfig())
    resources = template.to_dict()["Resources"]
    return json.dumps([resources[name] for name in ("EndpointConfig", "Model", "ServingModel")], sort_keys=True)


def _model(title: str, name: str, package: str, **attributes: str) -> Model:
    return Model(
        title,
        ModelName=Ref(name),
        Containers=[ContainerDefinition(ModelPackageName=Ref(package))],
        ExecutionRoleArn=Ref("ModelExecutionRoleArn"),
        # SageMaker isolates no serverless endpoint.
        EnableNetworkIsolation=If("IsServerless", False, True),
        Tags=project_tags(),
        **attributes,
    )


def _endpoint_config(released: Model, serving: Model) -> EndpointConfig:
    new, old = GetAtt(released, "ModelName"), GetAtt(serving, "ModelName")
    share = Ref("NewSharePercent")
    return EndpointConfig(
        "EndpointConfig",
        EndpointConfigName=Ref("ReleaseName"),
        KmsKeyId=If("EncryptsVolumes", Ref("KmsKeyArn"), NoValue),
        ProductionVariants=[
            _variant(MAIN, If("HasTwoVersions", old, new), If("Shares", Ref("ServingSharePercent"), 1)),
            If("Shares", _variant(NEW, new, share), NoValue),
        ],
        ShadowProductionVariants=If("Shadows", [_variant(SHADOW, new, 1)], NoValue),
        DataCaptureConfig=If("CapturesData", _data_capture(), NoValue),
        Tags=project_tags(),
    )


def _variant(name: str, model: Any, weight: Any) -> ProductionVariant:
    size = ServerlessConfig(MemorySizeInMB=Ref("ServerlessMemory"), MaxConcurrency=Ref("ServerlessConcurrency"))
    return ProductionVariant(
        VariantName=name,
        ModelName=model,
        InstanceType=If("IsServerless", NoValue, Ref("InstanceType")),
        InitialInstanceCount=If("IsServerless", NoValue, Ref("InstanceCount")),
        InitialVariantWeight=weight,
        ServerlessConfig=If("IsServerless", size, NoValue),
    )


def _data_capture() -> EndpointDataCapture:
    return EndpointDataCapture(
        EnableCapture=True,
        InitialSamplingPercentage=Ref("DataCapturePercentage"),
        DestinationS3Uri=Sub("s3://${DataBucket}/data-capture"),
        KmsKeyId=Ref("KmsKeyArn"),
        CaptureOptions=[CaptureOption(CaptureMode="Input"), CaptureOption(CaptureMode="Output")],
        CaptureContentTypeHeader=CaptureContentTypeHeader(
            CsvContentTypes=["text/csv"], JsonContentTypes=["application/json"]
        ),
    )
