from typing import Any

import cfn_flip
import pytest

from deployment.real_time import template as endpoint
from deployment.stack_text import HEADER


@pytest.fixture(scope="module")
def template() -> Any:
    text = endpoint.render()
    return cfn_flip.load_yaml(text.removeprefix(HEADER))


def test_the_model_is_the_registered_package_without_network(template: Any) -> None:
    model = template["Resources"]["Model"]["Properties"]
    assert model["Containers"] == [{"ModelPackageName": {"Ref": "ModelPackageArn"}}]
    assert model["EnableNetworkIsolation"] is True


def test_every_resource_carries_the_project_tags(template: Any) -> None:
    expected = {"sagemaker:project-id": {"Ref": "ProjectId"}, "sagemaker:project-name": {"Ref": "ProjectName"}}
    for resource in template["Resources"].values():
        assert {tag["Key"]: tag["Value"] for tag in resource["Properties"]["Tags"]} == expected


def test_the_endpoint_keeps_its_name_and_its_parts_get_a_new_one(template: Any) -> None:
    resources = {name: resource["Properties"] for name, resource in template["Resources"].items()}
    assert resources["Endpoint"]["EndpointName"] == {"Ref": "EndpointName"}
    assert (
        resources["Model"]["ModelName"] == resources["EndpointConfig"]["EndpointConfigName"] == {"Ref": "ReleaseName"}
    )


def test_captured_data_is_encrypted_and_goes_to_the_ml_data_bucket(template: Any) -> None:
    _, capture, otherwise = template["Resources"]["EndpointConfig"]["Properties"]["DataCaptureConfig"]["Fn::If"]
    assert capture["KmsKeyId"] == {"Ref": "KmsKeyArn"}
    assert capture["DestinationS3Uri"] == {"Fn::Sub": "s3://${MlDataBucket}/data-capture/${EndpointName}"}
    assert otherwise == {"Ref": "AWS::NoValue"}


def test_the_outputs_name_endpoint_version_and_what_stays(template: Any) -> None:
    values = {name: output["Value"] for name, output in template["Outputs"].items()}
    assert values == {
        "EndpointName": {"Ref": "EndpointName"},
        "ModelPackageArn": {"Ref": "ModelPackageArn"},
        "RetainedResources": {"Fn::Sub": "AWS::Logs::LogGroup /aws/sagemaker/Endpoints/${EndpointName}"},
    }


def test_two_renders_are_equal() -> None:
    assert endpoint.render() == endpoint.render()
