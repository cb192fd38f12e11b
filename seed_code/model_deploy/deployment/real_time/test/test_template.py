import pytest

from deployment.real_time import endpoint, template
from deployment.real_time.test.templates import FULL, PLAIN, properties
from deployment.test.documents import loaded

UNTAGGED = (
    *("AWS::ApiGateway::Deployment", "AWS::ApiGateway::Method", "AWS::ApiGateway::Model"),
    *("AWS::ApiGateway::RequestValidator", "AWS::ApiGateway::Resource", "AWS::CloudWatch::Alarm"),
    *("AWS::SQS::QueuePolicy", "AWS::Scheduler::Schedule"),
)


def test_the_model_is_the_registered_package_without_network_where_it_has_instances() -> None:
    model = properties(PLAIN, "Model")
    assert model["Containers"] == [{"ModelPackageName": {"Ref": "ModelPackageArn"}}]
    assert model["EnableNetworkIsolation"] == {"Fn::If": ["IsServerless", False, True]}


def test_every_resource_that_takes_tags_carries_those_of_the_project() -> None:
    expected = {"sagemaker:project-id": {"Ref": "ProjectId"}, "sagemaker:project-name": {"Ref": "ProjectName"}}
    tagged = [one for one in loaded(FULL)["Resources"].values() if one["Type"] not in UNTAGGED]
    assert len(tagged) == 10
    for resource in tagged:
        assert {tag["Key"]: tag["Value"] for tag in resource["Properties"]["Tags"]} == expected


def test_the_endpoint_keeps_its_name_and_its_parts_get_a_new_one() -> None:
    assert properties(PLAIN, "Endpoint")["EndpointName"] == {"Ref": "EndpointName"}
    assert properties(PLAIN, "Model")["ModelName"] == {"Ref": "ReleaseName"}
    assert properties(PLAIN, "EndpointConfig")["EndpointConfigName"] == {"Ref": "ReleaseName"}


def test_captured_data_is_encrypted_and_goes_to_the_data_bucket() -> None:
    _, capture, otherwise = properties(PLAIN, "EndpointConfig")["DataCaptureConfig"]["Fn::If"]
    assert capture["KmsKeyId"] == {"Ref": "KmsKeyArn"}
    assert capture["DestinationS3Uri"] == {"Fn::Sub": "s3://${DataBucket}/data-capture"}
    assert otherwise == {"Ref": "AWS::NoValue"}


def test_an_alarm_rolls_a_release_back() -> None:
    rollback = properties(PLAIN, "Endpoint")["DeploymentConfig"]["AutoRollbackConfiguration"]
    assert rollback == {"Alarms": [{"AlarmName": {"Ref": "ErrorsAlarm"}}, {"AlarmName": {"Ref": "LatencyAlarm"}}]}


@pytest.mark.parametrize(("title", "what"), [("ErrorsAlarm", "errors"), ("LatencyAlarm", "latency")])
def test_the_alarms_are_named_for_the_stage_and_tell_the_topic(title: str, what: str) -> None:
    alarm = properties(PLAIN, title)
    assert alarm["AlarmName"] == {"Fn::Sub": "sagemaker-${ProjectName}-${ProjectId}-${Stage}-" + what}
    told = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
    assert (alarm["AlarmActions"], alarm["OKActions"]) == (told, told)


def test_the_alarms_watch_the_new_version_where_it_shares_the_requests() -> None:
    _, variant = properties(PLAIN, "ErrorsAlarm")["Dimensions"]
    assert variant == {"Name": "VariantName", "Value": {"Fn::If": ["Shares", "New", "AllTraffic"]}}


def test_a_canary_and_a_linear_step_are_a_share_of_the_instances() -> None:
    routing = properties(PLAIN, "Endpoint")["DeploymentConfig"]["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
    step = {"Type": "CAPACITY_PERCENT", "Value": {"Ref": "StepPercent"}}
    assert routing["Type"] == {"Ref": "TrafficRouting"}
    assert routing["CanarySize"] == {"Fn::If": ["IsCanary", step, {"Ref": "AWS::NoValue"}]}
    assert routing["LinearStepSize"] == {"Fn::If": ["IsLinear", step, {"Ref": "AWS::NoValue"}]}


def test_a_shadow_gets_the_new_version_and_callers_the_one_before() -> None:
    config = properties(PLAIN, "EndpointConfig")
    new, old = {"Fn::GetAtt": ["Model", "ModelName"]}, {"Fn::GetAtt": ["ServingModel", "ModelName"]}
    assert config["ProductionVariants"][0]["ModelName"] == {"Fn::If": ["HasTwoVersions", old, new]}
    condition, (shadow,), _ = config["ShadowProductionVariants"]["Fn::If"]
    assert (condition, shadow["VariantName"], shadow["ModelName"]) == ("Shadows", "Shadow", new)


def test_a_second_version_is_made_only_where_two_shall_run() -> None:
    assert loaded(PLAIN)["Resources"]["ServingModel"]["Condition"] == "HasTwoVersions"


def test_the_outputs_name_endpoint_version_and_what_stays() -> None:
    values = {name: output["Value"] for name, output in loaded(PLAIN)["Outputs"].items()}
    assert values == {
        "EndpointName": {"Ref": "EndpointName"},
        "ModelPackageArn": {"Ref": "ModelPackageArn"},
        "RetainedResources": {"Fn::Sub": "AWS::Logs::LogGroup /aws/sagemaker/Endpoints/${EndpointName}"},
    }


def test_the_log_of_the_api_stays_too_where_there_is_one() -> None:
    condition, with_api, without = loaded(FULL)["Outputs"]["RetainedResources"]["Value"]["Fn::If"]
    assert condition == "HasApi"
    assert without == loaded(PLAIN)["Outputs"]["RetainedResources"]["Value"]
    name = properties(FULL, "ApiLog")["LogGroupName"]["Fn::Sub"]
    assert with_api == {"Fn::Sub": f"{without['Fn::Sub']}, AWS::Logs::LogGroup {name}"}


def test_api_and_monitoring_come_on_top_and_change_nothing_else() -> None:
    plain, full = loaded(PLAIN)["Resources"], loaded(FULL)["Resources"]
    assert {name: full[name] for name in plain} == plain
    added = [resource for name, resource in full.items() if name not in plain]
    assert {resource["Condition"] for resource in added} == {"HasApi", "IsMonitored"}


def test_the_key_is_looked_up_in_the_account_of_the_stage() -> None:
    assert loaded(FULL)["Parameters"]["KmsKeyArn"]["Type"] == "AWS::SSM::Parameter::Value<String>"


def test_the_shape_of_a_release_is_that_of_the_template() -> None:
    assert '"ModelName": {"Ref": "ReleaseName"}' in endpoint.shape()
    assert "ErrorsAlarm" not in endpoint.shape()


def test_two_renders_are_equal() -> None:
    assert template.render(key_type="String") == template.render(key_type="String") == PLAIN
