"""The CloudFormation template of an endpoint: one template, the stages differ by parameters only."""

from typing import Any, ClassVar

from troposphere import AWSProperty, Equals, GetAtt, If, Not, NoValue, Output, Ref, Sub
from troposphere.sagemaker import (
    CaptureContentTypeHeader,
    CaptureOption,
    ContainerDefinition,
    Endpoint,
    EndpointConfig,
    Model,
    ProductionVariant,
)
from troposphere.validators import integer_range

from deployment.stack_text import new_template, project_tags, to_yaml

PARAMETERS = {
    "EndpointName": ("String", "Name of the endpoint, the same at each release"),
    "ReleaseName": ("String", "Name of the model and the endpoint configuration, new when anything in them changes"),
    "ModelPackageArn": ("String", "The approved version in the model registry"),
    "ModelExecutionRoleArn": ("String", "Role the model container runs with"),
    "KmsKeyArn": ("String", "Key for captured data"),
    "VolumeKmsKeyArn": (
        "String",
        "Key for the instance volume; empty where the instance encrypts its local disk itself",
    ),
    "InstanceType": ("String", "Instance type that serves"),
    "InstanceCount": ("Number", "Number of instances"),
    "DataCapturePercentage": ("Number", "Share of requests kept in the ML data bucket; 0 keeps none"),
    "MlDataBucket": ("String", "Bucket that captured data goes to"),
    "ProjectName": ("String", "SageMaker project the resources are tagged with"),
    "ProjectId": ("String", "Identifier of that project"),
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


def render() -> str:
    """The template as YAML: the same text at each run."""
    template = new_template("Real-time endpoint of one stage, serving one approved model version", PARAMETERS)
    template.add_condition("CapturesData", Not(Equals(Ref("DataCapturePercentage"), "0")))
    template.add_condition("EncryptsVolume", Not(Equals(Ref("VolumeKmsKeyArn"), "")))
    model = template.add_resource(_model())
    config = template.add_resource(_endpoint_config(model))
    template.add_resource(_endpoint(config))
    template.add_output(Output("EndpointName", Description="Invoke this endpoint", Value=Ref("EndpointName")))
    template.add_output(Output("ModelPackageArn", Description="It serves this version", Value=Ref("ModelPackageArn")))
    template.add_output(_retained_resources())
    return to_yaml(template)


def _model() -> Model:
    return Model(
        "Model",
        ModelName=Ref("ReleaseName"),
        Containers=[ContainerDefinition(ModelPackageName=Ref("ModelPackageArn"))],
        ExecutionRoleArn=Ref("ModelExecutionRoleArn"),
        EnableNetworkIsolation=True,
        Tags=project_tags(),
    )


def _endpoint_config(model: Model) -> EndpointConfig:
    return EndpointConfig(
        "EndpointConfig",
        EndpointConfigName=Ref("ReleaseName"),
        KmsKeyId=If("EncryptsVolume", Ref("VolumeKmsKeyArn"), NoValue),
        ProductionVariants=[
            ProductionVariant(
                VariantName="AllTraffic",
                ModelName=GetAtt(model, "ModelName"),
                InstanceType=Ref("InstanceType"),
                InitialInstanceCount=Ref("InstanceCount"),
                InitialVariantWeight=1,
            )
        ],
        DataCaptureConfig=If("CapturesData", _data_capture(), NoValue),
        Tags=project_tags(),
    )


def _data_capture() -> EndpointDataCapture:
    return EndpointDataCapture(
        EnableCapture=True,
        InitialSamplingPercentage=Ref("DataCapturePercentage"),
        DestinationS3Uri=Sub("s3://${MlDataBucket}/data-capture/${EndpointName}"),
        KmsKeyId=Ref("KmsKeyArn"),
        CaptureOptions=[CaptureOption(CaptureMode="Input"), CaptureOption(CaptureMode="Output")],
        CaptureContentTypeHeader=CaptureContentTypeHeader(
            CsvContentTypes=["text/csv"], JsonContentTypes=["application/json"]
        ),
    )


def _endpoint(config: EndpointConfig) -> Endpoint:
    return Endpoint(
        "Endpoint",
        EndpointName=Ref("EndpointName"),
        EndpointConfigName=GetAtt(config, "EndpointConfigName"),
        Tags=project_tags(),
    )


def _retained_resources() -> Output:
    """SageMaker makes the log group when the endpoint first writes, and keeps it when the endpoint goes."""
    log_group = Sub("AWS::Logs::LogGroup /aws/sagemaker/Endpoints/${EndpointName}")
    return Output("RetainedResources", Description="What deleting this stack leaves: type and name", Value=log_group)
