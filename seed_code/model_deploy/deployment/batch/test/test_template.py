import json
from typing import Any

import pytest

from deployment import stack_text
from deployment.batch import template as batch_template
from deployment.test.documents import loaded

DEFINITIONS = {
    stage: batch_template.definition_text({"Stage": stage, "Key": "${KmsKeyArn}", "Text": "${other}"})
    for stage in ("staging", "prod")
}


def render(*, watches_drift: bool = True) -> Any:
    text = batch_template.render(DEFINITIONS, key_type=stack_text.KEY_ARN, watches_drift=watches_drift)
    return loaded(text)


@pytest.fixture(scope="module")
def template() -> Any:
    return render()


def properties(template: Any, name: str) -> Any:
    return template["Resources"][name]["Properties"]


def test_the_model_is_the_registered_package_without_network(template: Any) -> None:
    model = properties(template, "Model")
    assert model["Containers"] == [{"ModelPackageName": {"Ref": "ModelPackageArn"}}]
    assert model["EnableNetworkIsolation"] is True


def test_each_stage_gets_its_own_definition_with_the_key_of_the_stack(template: Any) -> None:
    condition, production, staging = properties(template, "Pipeline")["PipelineDefinition"]["PipelineDefinitionBody"][
        "Fn::If"
    ]
    assert template["Conditions"][condition] == {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}
    # CloudFormation turns ${KmsKeyArn} into the key, and ${!other} into ${other}.
    texts = [text["Fn::Sub"].replace("${KmsKeyArn}", "k").replace("${!", "${") for text in (production, staging)]
    assert [json.loads(text) for text in texts] == [
        {"Stage": stage, "Key": "k", "Text": "${other}"} for stage in ("prod", "staging")
    ]


def test_a_file_that_arrives_starts_an_execution_that_reads_it(template: Any) -> None:
    arrival = properties(template, "Arrival")
    assert template["Resources"]["Arrival"]["Condition"] == "StartsOnArrival"
    assert arrival["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": {"name": [{"Ref": "DataBucket"}]},
            "object": {"key": [{"prefix": {"Ref": "InputPrefix"}}]},
        },
    }
    (target,) = arrival["Targets"]
    assert target["SageMakerPipelineParameters"]["PipelineParameterList"] == [
        {"Name": "InputPrefix", "Value": "$.detail.object.key"}
    ]


def test_the_schedule_is_there_only_when_it_is_wanted(template: Any) -> None:
    assert template["Resources"]["BatchSchedule"]["Condition"] == "HasSchedule"
    assert template["Conditions"]["HasSchedule"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Schedule"}, ""]}]}
    assert properties(template, "BatchSchedule")["ScheduleExpression"] == {"Ref": "Schedule"}


def test_no_start_is_lost_unheard(template: Any) -> None:
    (rule,) = properties(template, "Arrival")["Targets"]
    for target in (rule, properties(template, "BatchSchedule")["Target"]):
        assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["Undelivered", "Arn"]}}
        assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}
    (dimension,) = properties(template, "LostAlarm")["Dimensions"]
    assert dimension["Value"] == {"Fn::GetAtt": ["Undelivered", "QueueName"]}


def test_a_failed_execution_raises_an_alarm_that_is_sent_when_there_is_a_topic(template: Any) -> None:
    alarm = properties(template, "FailedAlarm")
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Sagemaker/ModelBuildingPipeline", "ExecutionFailed")
    assert alarm["AlarmActions"] == {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}


def test_drift_is_watched_by_the_name_that_retraining_waits_for(template: Any) -> None:
    alarm = properties(template, "DriftAlarm")
    assert alarm["AlarmName"] == {"Fn::Sub": "sagemaker-${ProjectName}-${ProjectId}-${Stage}-drift"}
    assert (alarm["Namespace"], alarm["MetricName"]) == ("mlops-templates/drift", "DriftedShare")
    assert alarm["Threshold"] == {"Ref": "DriftedShareLimit"}
    assert "DriftAlarm" not in render(watches_drift=False)["Resources"]


def test_two_renders_are_equal() -> None:
    assert render() == render()
