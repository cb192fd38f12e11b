import pytest
from botocore.exceptions import ClientError


def refusal(aws, **request):
    with pytest.raises(ClientError) as refused:
        aws.client("sagemaker-runtime").invoke_endpoint(EndpointName="nowhere", Body=b"1", **request)
    return refused.value.response["Error"]


def test_an_unknown_endpoint_is_named_with_its_account(aws):
    error = refusal(aws)
    assert error["Code"] == "ValidationError"
    assert error["Message"] == "Endpoint nowhere of account 123456789012 not found."


def test_a_multi_model_invocation_is_not_emulated(aws):
    assert (
        refusal(aws, TargetModel="model.tar.gz")["Message"]
        == "not emulated: sagemaker-runtime:InvokeEndpoint TargetModel"
    )


def test_asynchronous_invocations_are_not_emulated(aws):
    with pytest.raises(ClientError, match="not emulated: sagemaker-runtime:InvokeEndpointAsync"):
        aws.client("sagemaker-runtime").invoke_endpoint_async(EndpointName="nowhere", InputLocation="s3://bucket/key")
