"""Serverless endpoints: they answer as others do, with limits, and without what needs instances."""

from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.conftest import REGION
from tests.localaws.sagemaker.hosting.conftest import INFERENCE
from tests.localaws.sagemaker.hosting.test_deployments import deployment
from tests.waiting import until

SIZE = {"MemorySizeInMB": 2048, "MaxConcurrency": 1}
CAPTURE = {
    "InitialSamplingPercentage": 100,
    "DestinationS3Uri": "s3://captured/here",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}
SUBNETS = {"SecurityGroupIds": ["sg-0123"], "Subnets": ["subnet-0123"]}
PERCENT = {"Type": "CAPACITY_PERCENT", "Value": 10}


def model(hosting, bench, factor="2", inference=INFERENCE):
    return hosting.model({"Image": bench.image, "ModelDataUrl": hosting.data(factor, inference)})


def variant(name, **members):
    return {"VariantName": "AllTraffic", "ModelName": name, "ServerlessConfig": SIZE, **members}


def sized(hosting, bench, *variants, **request):
    name = bench.name("config")
    hosting.api.create_endpoint_config(EndpointConfigName=name, ProductionVariants=list(variants), **request)
    return name


def impatient(aws):
    """A client that does not ask twice."""
    keys = aws.account.keys
    return boto3.session.Session(keys.access_key, keys.secret_key, keys.token or None, REGION).client(
        "sagemaker-runtime", endpoint_url=aws.url, config=Config(retries={"total_max_attempts": 1})
    )


@pytest.fixture
def named(hosting, bench):
    return model(hosting, bench)


def test_a_serverless_endpoint_answers_shows_its_size_and_is_updated(hosting, bench, named):
    name = hosting.serving(sized(hosting, bench, variant(named)))
    assert hosting.ask(name)["Body"].read() == b"2.0,4.0"
    (shown,) = hosting.api.describe_endpoint(EndpointName=name)["ProductionVariants"]
    assert (shown["CurrentServerlessConfig"], shown["DesiredServerlessConfig"]) == (SIZE, SIZE)
    assert "CurrentInstanceCount" not in shown
    larger = {"MemorySizeInMB": 3072, "MaxConcurrency": 5, "ProvisionedConcurrency": 5}
    config = sized(hosting, bench, variant(model(hosting, bench, "10"), ServerlessConfig=larger))
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=config, DeploymentConfig=deployment(wait=0))
    (shown,) = hosting.settled(name)["ProductionVariants"]
    assert shown["CurrentServerlessConfig"] == larger
    assert hosting.ask(name)["Body"].read() == b"10.0,20.0"


def test_it_becomes_one_with_instances_and_not_one_again(hosting, bench, named):
    size = sized(hosting, bench, variant(named))
    name = hosting.serving(size)
    hosting.api.update_endpoint(
        EndpointName=name, EndpointConfigName=hosting.config_of(named), RetainAllVariantProperties=True
    )
    (shown,) = hosting.settled(name)["ProductionVariants"]
    assert (shown["CurrentInstanceCount"], "CurrentServerlessConfig" in shown) == (1, False)
    with pytest.raises(ClientError, match="cannot be updated to a serverless endpoint"):
        hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=size)
    assert hosting.ask(name)["Body"].read() == b"2.0,4.0"


def test_only_so_many_requests_of_so_many_bytes_are_let_through(hosting, bench, aws):
    open_, asked = (aws.world.root / bench.name(word) for word in ("open", "asked"))
    waiting = INFERENCE.replace(
        "def predict_fn(data, model):",
        f"def predict_fn(data, model):\n    import time\n    open({str(asked)!r}, 'w').close()\n"
        f"    while not os.path.exists({str(open_)!r}): time.sleep(0.02)",
    )
    name = hosting.serving(sized(hosting, bench, variant(model(hosting, bench, inference=waiting))))
    with pytest.raises(ClientError, match="oversize body"):
        hosting.ask(name, "1" * (4 * 1024 * 1024 + 1))
    with ThreadPoolExecutor() as pool:
        first = pool.submit(hosting.ask, name)
        try:
            until(asked.exists, "the first request under way")
            with pytest.raises(ClientError) as error:
                impatient(aws).invoke_endpoint(EndpointName=name, Body="1")
            assert error.value.response["Error"]["Code"] == "ThrottlingException"
        finally:
            open_.touch()
        assert first.result()["Body"].read() == b"2.0,4.0"
    assert hosting.ask(name)["Body"].read() == b"2.0,4.0"


@pytest.mark.parametrize(
    ("members", "request_", "told"),
    [
        ({"InstanceType": "ml.m5.large"}, {}, "InstanceType must not be given with ServerlessConfig"),
        ({"InitialInstanceCount": 1}, {}, "InitialInstanceCount must not be given with ServerlessConfig"),
        ({"ServerlessConfig": {**SIZE, "MemorySizeInMB": 2000}}, {}, "multiple of 1024; it is 2000"),
        ({"ServerlessConfig": {**SIZE, "MemorySizeInMB": 7168}}, {}, "less than or equal to 6144"),
        ({"ServerlessConfig": {**SIZE, "MaxConcurrency": 201}}, {}, "less than or equal to 200"),
        ({"ServerlessConfig": {**SIZE, "ProvisionedConcurrency": 2}}, {}, "not be more than MaxConcurrency"),
        ({"VolumeSizeInGB": 5}, {}, "not emulated: VolumeSizeInGB of a serverless variant"),
        ({}, {"DataCaptureConfig": CAPTURE}, "DataCaptureConfig is not supported for serverless"),
        ({}, {"VpcConfig": SUBNETS}, "VpcConfig is not supported for serverless"),
    ],
)
def test_what_a_serverless_variant_cannot_have_is_refused(hosting, bench, named, members, request_, told):
    with pytest.raises(ClientError, match=told):
        sized(hosting, bench, variant(named, **members), **request_)


def test_it_stands_alone(hosting, bench, named):
    other = {"VariantName": "Other", "ModelName": named, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    with pytest.raises(ClientError, match="one production variant"):
        sized(hosting, bench, variant(named), other)
    with pytest.raises(ClientError, match="ShadowProductionVariants is not supported for serverless"):
        sized(hosting, bench, variant(named), ShadowProductionVariants=[other])


def test_its_model_is_not_isolated(hosting, bench):
    name = bench.name("model")
    container = {"Image": bench.image, "ModelDataUrl": hosting.data()}
    hosting.api.create_model(
        ModelName=name, ExecutionRoleArn=bench.role, PrimaryContainer=container, EnableNetworkIsolation=True
    )
    with pytest.raises(ClientError, match=f"EnableNetworkIsolation of model {name} is not supported"):
        sized(hosting, bench, variant(name))


@pytest.mark.parametrize(("kind", "size"), [("CANARY", "CanarySize"), ("LINEAR", "LinearStepSize")])
def test_shares_of_instances_that_are_none_do_not_move(hosting, bench, named, kind, size):
    config, steps = sized(hosting, bench, variant(named)), deployment(kind, **{size: PERCENT})
    with pytest.raises(ClientError, match=f"not emulated: {kind} deployments of serverless endpoints"):
        hosting.api.create_endpoint(EndpointName=bench.name("e"), EndpointConfigName=config, DeploymentConfig=steps)


def test_a_stack_makes_one_of_parameters(bench, aws, named):
    size = {"MemorySizeInMB": {"Ref": "Memory"}, "MaxConcurrency": {"Ref": "Most"}}
    config = {"ProductionVariants": [variant(named, ServerlessConfig=size, InitialVariantWeight=1)]}
    template = {
        "Parameters": {"Memory": {"Type": "Number"}, "Most": {"Type": "Number"}},
        "Resources": {"Config": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": config}},
        "Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Config", "EndpointConfigName"]}}},
    }
    stack = aws.account.deploy(template, {"Memory": "2048", "Most": "1"}, name=bench.name("stack"))
    (made,) = bench.sagemaker.describe_endpoint_config(EndpointConfigName=stack.outputs["Name"])["ProductionVariants"]
    assert made["ServerlessConfig"] == SIZE
