from typing import Any

import pytest
from botocore.exceptions import ClientError

from deployment.real_time.serving import Serving, now_serving
from deployment.test.examples import GROUP_ARN, stubbed

NOW = "2026-01-01T00:00:00Z"


def test_an_endpoint_tells_version_and_size() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    endpoint = {"EndpointName": "e", "EndpointArn": "arn:" + "e" * 20, "EndpointStatus": "InService"}
    times = {"CreationTime": NOW, "LastModifiedTime": NOW}
    stubber.add_response("describe_endpoint", {**endpoint, **times, "EndpointConfigName": "c"}, {"EndpointName": "e"})
    config = {
        "EndpointConfigName": "c",
        "EndpointConfigArn": "arn:" + "c" * 20,
        "CreationTime": NOW,
        "ProductionVariants": [
            {"VariantName": "AllTraffic", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 2}
        ],
        "ShadowProductionVariants": [
            {"VariantName": "Shadow", "ModelName": "s", "InstanceType": "ml.m5.large", "InitialInstanceCount": 2}
        ],
        "DataCaptureConfig": {
            "EnableCapture": True,
            "InitialSamplingPercentage": 20,
            "DestinationS3Uri": "s3://data/capture",
            "CaptureOptions": [{"CaptureMode": "Input"}],
        },
    }
    stubber.add_response("describe_endpoint_config", config, {"EndpointConfigName": "c"})
    model: dict[str, Any] = {
        "ModelArn": "arn:" + "m" * 20,
        "CreationTime": NOW,
        "ExecutionRoleArn": "arn:" + "r" * 20,
    }
    for name, version in (("m", 3), ("s", 4)):
        containers = [{"ModelPackageName": f"{GROUP_ARN}/{version}"}]
        answer = {**model, "ModelName": name, "Containers": containers}
        stubber.add_response("describe_model", answer, {"ModelName": name})
    assert now_serving(sagemaker, "e") == Serving(
        f"{GROUP_ARN}/3", "ml.m5.large", 2, 20, (f"{GROUP_ARN}/3", f"{GROUP_ARN}/4"), {"AllTraffic": f"{GROUP_ARN}/3"}
    )


def test_no_endpoint_yet_serves_nothing() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_client_error(
        "describe_endpoint", "ValidationException", 'Could not find endpoint "arn:aws:sagemaker:e".'
    )
    assert now_serving(sagemaker, "e") is None


def test_a_refusal_is_not_taken_for_a_missing_endpoint() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_client_error("describe_endpoint", "AccessDeniedException", "not authorized")
    with pytest.raises(ClientError, match="not authorized"):
        now_serving(sagemaker, "e")
