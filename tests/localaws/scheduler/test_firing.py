"""What a schedule calls when it fires, as which role, and what becomes of a call that fails."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from mlops_templates.errors import MlopsTemplatesError
from tests.localaws.scheduler.conftest import ACCOUNT, Plan
from tests.waiting import until

PIPELINE = {
    "Version": "2020-12-01",
    "Metadata": {},
    "Parameters": [{"Name": "Stage", "Type": "String", "DefaultValue": "none"}],
    "Steps": [{"Name": "Stop", "Type": "Fail", "Arguments": {"ErrorMessage": {"Get": "Parameters.Stage"}}}],
}


def code_pipeline(plan: Plan) -> Any:
    api = plan.aws.client("codepipeline")
    plan.aws.client("s3").create_bucket(Bucket=plan.name)
    plan.aws.client("codecommit").create_repository(repositoryName=plan.name)
    source = {
        "name": "Source",
        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
        "configuration": {"RepositoryName": plan.name, "BranchName": "main", "PollForSourceChanges": "false"},
        "outputArtifacts": [{"name": "Source"}],
    }
    approve = {
        "name": "Approve",
        "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"},
    }
    stages = [{"name": "Source", "actions": [source]}, {"name": "Approve", "actions": [approve]}]
    role = plan.role(service="codepipeline")
    store = {"type": "S3", "location": plan.name}
    declared = {"name": plan.name, "roleArn": role, "artifactStore": store, "pipelineType": "V2", "stages": stages}
    api.create_pipeline(pipeline=declared)
    return api


def starts(plan: Plan, api: Any) -> int:
    return len(api.list_pipeline_executions(pipelineName=plan.name)["pipelineExecutionSummaries"])


@pytest.mark.parametrize("word", ["Name", "name"])
def test_any_operation_is_called_by_its_name(plan: Plan, word: str) -> None:
    api = code_pipeline(plan)
    before = starts(plan, api)
    arn = "arn:aws:scheduler:::aws-sdk:codepipeline:startPipelineExecution"
    plan.make({"Arn": arn, "Input": json.dumps({word: plan.name})})
    plan.fire()
    until(lambda: starts(plan, api) == before + 1, "an execution")


def test_a_pipeline_of_codepipeline_is_started_by_its_arn(plan: Plan) -> None:
    api = code_pipeline(plan)
    before = starts(plan, api)
    plan.make({"Arn": f"arn:aws:codepipeline:us-east-1:{ACCOUNT}:{plan.name}", "Input": None})
    plan.fire()
    until(lambda: starts(plan, api) == before + 1, "an execution")


def test_a_pipeline_of_sagemaker_is_started_with_its_parameters(plan: Plan) -> None:
    sagemaker = plan.aws.client("sagemaker")
    made = sagemaker.create_pipeline(
        PipelineName=plan.name,
        PipelineDefinition=json.dumps(PIPELINE),
        RoleArn=plan.role(service="sagemaker"),
        ClientRequestToken=uuid.uuid4().hex,
    )
    parameters = {"PipelineParameterList": [{"Name": "Stage", "Value": "prod"}]}
    plan.make({"Arn": made["PipelineArn"], "Input": None, "SageMakerPipelineParameters": parameters})
    plan.fire()
    (execution,) = until(
        lambda: sagemaker.list_pipeline_executions(PipelineName=plan.name)["PipelineExecutionSummaries"],
        "an execution",
    )
    given = sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=execution["PipelineExecutionArn"])
    assert given["PipelineParameters"] == [{"Name": "Stage", "Value": "prod"}]


def test_a_topic_is_told(plan: Plan) -> None:
    queue, sns = plan.queue(), plan.aws.client("sns")
    topic = sns.create_topic(Name=plan.name)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=plan.queue_arn)
    plan.make({"Arn": topic})
    plan.fire()
    assert plan.body(queue)["Message"] == '{"told": true}'


def test_an_event_bus_gets_an_event(plan: Plan) -> None:
    queue, events = plan.aws.queue(plan.name), plan.aws.client("events")
    events.put_rule(Name=plan.name, EventPattern=json.dumps({"source": [plan.name]}))
    events.put_targets(Rule=plan.name, Targets=[{"Id": "q", "Arn": plan.queue_arn}])
    bus = f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/default"
    plan.make({"Arn": bus, "EventBridgeParameters": {"Source": plan.name, "DetailType": "Night"}})
    plan.fire()
    event = plan.body(queue)
    assert (event["detail-type"], event["detail"]) == ("Night", {"told": True})


def test_what_fails_goes_to_the_dead_letter_queue_with_what_is_known_of_it(plan: Plan) -> None:
    dead = plan.queue("-dead")
    plan.make(
        {
            "RetryPolicy": {"MaximumRetryAttempts": 1},
            "DeadLetterConfig": {"Arn": f"{plan.queue_arn}-dead"},
        }
    )
    plan.fire()
    letter = plan.received(dead)
    facts = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert json.loads(letter["Body"]) == {"told": True}
    assert (facts["SCHEDULE_ARN"], facts["TARGET_ARN"]) == (plan.arn, plan.queue_arn)
    assert (facts["RETRY_ATTEMPTS"], facts["EXHAUSTED_RETRY_CONDITION"]) == ("1", "MaximumRetryAttempts")
    assert "NonExistentQueue" in facts["ERROR_CODE"]


def test_the_role_of_a_target_must_be_allowed_what_it_is_for(plan: Plan) -> None:
    plan.queue()
    dead = plan.queue("-dead")
    iam = plan.aws.client("iam")
    role = plan.role("sqs:SendMessage")
    only_dead = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": f"{plan.queue_arn}-dead"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [only_dead]})
    name = role.rpartition("/")[2]
    (held,) = iam.list_role_policies(RoleName=name)["PolicyNames"]
    iam.put_role_policy(RoleName=name, PolicyName=held, PolicyDocument=text)
    config = {"Arn": f"{plan.queue_arn}-dead"}
    plan.make({"RoleArn": role, "RetryPolicy": {"MaximumRetryAttempts": 0}, "DeadLetterConfig": config})
    plan.fire()
    facts = plan.received(dead)["MessageAttributes"]
    assert "AccessDenied" in facts["ERROR_CODE"]["StringValue"]
    assert "sqs:SendMessage" in facts["ERROR_MESSAGE"]["StringValue"]


def test_firings_are_measured_by_group(plan: Plan) -> None:
    queue = plan.queue()
    plan.api.create_schedule_group(Name=plan.name)
    plan.make(GroupName=plan.name)
    plan.aws.account.fire_schedule(plan.name, plan.name)
    plan.received(queue)
    dimensions = [{"Name": "ScheduleGroup", "Value": plan.name}]
    found = plan.aws.client("cloudwatch").list_metrics(Namespace="AWS/Scheduler", Dimensions=dimensions)["Metrics"]
    assert [metric["MetricName"] for metric in found] == ["InvocationAttemptCount"]


def test_a_schedule_that_there_is_not_cannot_be_fired(plan: Plan) -> None:
    with pytest.raises(MlopsTemplatesError, match=f"Schedule {plan.name} does not exist"):
        plan.fire()
