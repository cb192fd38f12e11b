import json

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks

INFERENCE = """
import pathlib
def model_fn(folder): return float(pathlib.Path(folder, "factor.txt").read_text())
def input_fn(body, content_type): return float(body)
def predict_fn(data, model): return data * model
def output_fn(prediction, accept): return str(prediction), "text/csv"
"""


@pytest.fixture
def stacks(aws):
    return Stacks(aws)


def registry(bench, **tags):
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    url = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/seed"
    return {
        "Group": {
            "Type": "AWS::SageMaker::ModelPackageGroup",
            "Properties": {"ModelPackageGroupName": bench.name("group"), "Tags": listed},
        },
        "Code": {"Type": "AWS::SageMaker::CodeRepository", "Properties": {"GitConfig": {"RepositoryUrl": url}}},
    }


def pipeline(bench, name, message):
    step = {"Name": "No", "Type": "Fail", "Arguments": {"ErrorMessage": message}}
    body = json.dumps({"Version": "2020-12-01", "Steps": [step]})
    properties = {"PipelineName": name, "RoleArn": bench.role, "PipelineDefinition": {"PipelineDefinitionBody": body}}
    return {"Pipeline": {"Type": "AWS::SageMaker::Pipeline", "Properties": properties}}


def endpoint(bench, name, factor):
    data = bench.put_archive(f"{bench.name('model')}.tar.gz", {"factor.txt": factor, "code/inference.py": INFERENCE})
    container = {"Image": bench.image, "ModelDataUrl": data}
    variant = {
        "VariantName": "AllTraffic",
        "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 1,
        "InitialVariantWeight": 1,
    }
    config = {"Fn::GetAtt": ["Config", "EndpointConfigName"]}
    return {
        "Model": {
            "Type": "AWS::SageMaker::Model",
            "Properties": {"ExecutionRoleArn": bench.role, "PrimaryContainer": container},
        },
        "Config": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"ProductionVariants": [variant]}},
        "Endpoint": {
            "Type": "AWS::SageMaker::Endpoint",
            "Properties": {"EndpointName": name, "EndpointConfigName": config},
        },
    }


def ask(bench, name):
    runtime = bench.aws.client("sagemaker-runtime")
    return runtime.invoke_endpoint(EndpointName=name, Body="3", ContentType="text/csv")["Body"].read()


def test_a_stack_makes_a_group_and_a_code_repository_and_takes_them_away(stacks, bench):
    resources = registry(bench, team="fraud")
    stack = stacks.create(resources)
    physical = stacks.physical(stack)
    assert stacks.status(stack) == "CREATE_COMPLETE", stacks.reasons(stack)
    tags = bench.sagemaker.list_tags(ResourceArn=physical["Group"])["Tags"]
    assert {"Key": "team", "Value": "fraud"} in tags
    assert physical["Code"].startswith("arn:aws:sagemaker:us-east-1:123456789012:code-repository/stack-")
    assert stacks.delete(stack) == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match="does not exist"):
        bench.sagemaker.describe_model_package_group(ModelPackageGroupName=physical["Group"])


def test_a_stack_changes_the_tags_of_a_group_in_place(stacks, bench):
    resources = registry(bench, team="fraud", old="1")
    stack = stacks.create(resources)
    before = stacks.physical(stack)
    resources["Group"]["Properties"]["Tags"] = [{"Key": "team", "Value": "credit"}]
    assert stacks.update(stack, resources) == "UPDATE_COMPLETE"
    tags = {tag["Key"]: tag["Value"] for tag in bench.sagemaker.list_tags(ResourceArn=before["Group"])["Tags"]}
    assert stacks.physical(stack) == before
    assert tags["team"] == "credit"
    assert "old" not in tags


def test_a_group_with_versions_does_not_go_with_its_stack(stacks, bench):
    stack = stacks.create(registry(bench))
    container = {"Image": bench.image, "ModelDataUrl": bench.put("m.tar.gz", b"m")}
    specification = {"Containers": [container], "SupportedContentTypes": [], "SupportedResponseMIMETypes": []}
    group = stacks.physical(stack)["Group"]
    arn = bench.sagemaker.create_model_package(ModelPackageGroupName=group, InferenceSpecification=specification)
    assert stacks.delete(stack) == "DELETE_FAILED"
    assert "still contains Model Packages" in stacks.reasons(stack)
    bench.sagemaker.delete_model_package(ModelPackageName=arn["ModelPackageArn"])
    assert stacks.delete(stack) == "DELETE_COMPLETE"


def test_a_stack_updates_the_definition_of_a_pipeline(stacks, bench):
    name = bench.name("pipeline")
    stack = stacks.create(pipeline(bench, name, "first"))
    assert stacks.update(stack, pipeline(bench, name, "second")) == "UPDATE_COMPLETE"
    assert "second" in bench.sagemaker.describe_pipeline(PipelineName=name)["PipelineDefinition"]
    assert stacks.delete(stack) == "DELETE_COMPLETE"


def test_an_endpoint_of_a_stack_serves_and_is_updated_in_place(stacks, bench):
    name = bench.name("endpoint")
    stack = stacks.create(endpoint(bench, name, "2"))
    before = stacks.physical(stack)
    assert stacks.status(stack) == "CREATE_COMPLETE", stacks.reasons(stack)
    assert ask(bench, name) == b"6.0"
    assert stacks.update(stack, endpoint(bench, name, "5")) == "UPDATE_COMPLETE", stacks.reasons(stack)
    after = stacks.physical(stack)
    assert ask(bench, name) == b"15.0"
    assert after["Endpoint"] == before["Endpoint"]
    assert after["Model"] != before["Model"]
    assert stacks.delete(stack) == "DELETE_COMPLETE"
    assert bench.sagemaker.list_endpoints(NameContains=name)["Endpoints"] == []


def test_a_model_that_does_not_load_rolls_the_stack_back(stacks, bench):
    name = bench.name("endpoint")
    stack = stacks.create(endpoint(bench, name, "two"))
    assert stacks.status(stack) == "ROLLBACK_COMPLETE"
    assert "did not pass the ping health check" in stacks.reasons(stack)
    assert bench.sagemaker.list_endpoints(NameContains=name)["Endpoints"] == []


def test_a_failed_update_of_a_stack_leaves_the_old_model_serving(stacks, bench):
    name = bench.name("endpoint")
    stack = stacks.create(endpoint(bench, name, "2"))
    assert stacks.update(stack, endpoint(bench, name, "two")) == "UPDATE_ROLLBACK_COMPLETE"
    assert ask(bench, name) == b"6.0"
    assert stacks.delete(stack) == "DELETE_COMPLETE"


def guarded(bench, name, factor, alarm):
    resources = endpoint(bench, name, factor)
    routing = {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 1}
    resources["Endpoint"]["Properties"]["DeploymentConfig"] = {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing, "TerminationWaitInSeconds": 1},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": alarm}]},
    }
    return resources


def test_an_update_that_an_alarm_rolls_back_fails_the_stack_and_the_old_model_serves(stacks, bench):
    name, alarm, cloudwatch = bench.name("endpoint"), bench.name("alarm"), bench.aws.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName=alarm,
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="ignore",
    )
    stack = stacks.create(guarded(bench, name, "2", alarm))
    assert stacks.status(stack) == "CREATE_COMPLETE", stacks.reasons(stack)
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="test")
    assert stacks.update(stack, guarded(bench, name, "5", alarm)) == "UPDATE_ROLLBACK_COMPLETE"
    assert f"alarm {alarm} is in state ALARM" in stacks.reasons(stack)
    assert ask(bench, name) == b"6.0"
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="OK", StateReason="test")
    assert stacks.update(stack, guarded(bench, name, "5", alarm)) == "UPDATE_COMPLETE", stacks.reasons(stack)
    assert ask(bench, name) == b"15.0"
    assert stacks.delete(stack) == "DELETE_COMPLETE"
    cloudwatch.delete_alarms(AlarmNames=[alarm])
