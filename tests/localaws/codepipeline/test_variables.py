from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError


def listener(workshop: Any) -> tuple[str, str]:
    """A topic and a queue that hears it."""
    aws = workshop.aws
    topic = aws.client("sns").create_topic(Name=workshop.name)["TopicArn"]
    queue = aws.client("sqs").create_queue(QueueName=workshop.name)["QueueUrl"]
    arn = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    aws.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return topic, queue


def heard(workshop: Any, queue: str, wait: Any) -> dict[str, Any]:
    sqs = workshop.aws.client("sqs")
    message = wait(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))[0]
    return dict(json.loads(json.loads(message["Body"])["Message"]))


def test_an_approval_publishes_its_request_with_the_variables_resolved(
    workshop: Any, build_approval: Any, wait: Any
) -> None:
    topic, queue = listener(workshop)
    configuration = {
        "NotificationArn": topic,
        "CustomData": "version #{Read.VersionId} for #{variables.Who} in #{codepipeline.PipelineExecutionId}",
        "ExternalEntityLink": "https://example.com/#{variables.Who}",
    }
    source = workshop.source(namespace="Read")
    variables = [{"name": "Who", "defaultValue": "all"}]
    gate = {"name": "Gate", "actions": [build_approval(configuration=configuration)]}
    execution = workshop.create(source, gate, whole=True, variables=variables)
    message = heard(workshop, queue, wait)["approval"]
    version = workshop.aws.client("s3").head_object(Bucket=workshop.bucket, Key="source.zip")["VersionId"]
    assert message["customData"] == f"version {version} for all in {execution}"
    assert message["externalEntityLink"] == "https://example.com/all"
    assert message["token"] == workshop.token()
    assert (message["pipelineName"], message["stageName"], message["actionName"]) == (workshop.name, "Gate", "Approve")


def test_the_resolved_configuration_is_listed(workshop: Any, build_approval: Any) -> None:
    configuration = {"CustomData": "run #{codepipeline.PipelineExecutionId}"}
    execution = workshop.create({"name": "Gate", "actions": [build_approval(configuration=configuration)]})
    workshop.token()
    listed = workshop.codepipeline.list_action_executions(
        pipelineName=workshop.name, filter={"pipelineExecutionId": execution}
    )["actionExecutionDetails"]
    assert [each["actionName"] for each in listed] == ["Approve", "Get"]
    assert listed[0]["input"]["resolvedConfiguration"] == {"CustomData": f"run {execution}"}


def test_a_variable_without_a_value_fails_the_action(workshop: Any, build_approval: Any) -> None:
    gate = {"name": "Gate", "actions": [build_approval(configuration={"CustomData": "#{Read.Nothing}"})]}
    execution = workshop.create(workshop.source(namespace="Read"), gate, whole=True)
    assert workshop.ended(execution) == "Failed"
    assert "#{Read.Nothing}" in workshop.action("Gate", "Approve")["errorDetails"]["message"]


def test_variables_given_at_the_start_win_over_the_defaults(workshop: Any, build_approval: Any) -> None:
    gate = {"name": "Gate", "actions": [build_approval()]}
    workshop.create(gate, variables=[{"name": "Who", "defaultValue": "all"}])
    started = workshop.codepipeline.start_pipeline_execution(
        name=workshop.name, variables=[{"name": "Who", "value": "me"}]
    )
    found = workshop.codepipeline.get_pipeline_execution(
        pipelineName=workshop.name, pipelineExecutionId=started["pipelineExecutionId"]
    )["pipelineExecution"]
    assert found["variables"] == [{"name": "Who", "resolvedValue": "me"}]


def test_a_variable_that_is_not_declared_is_refused(workshop: Any, build_approval: Any) -> None:
    workshop.create({"name": "Gate", "actions": [build_approval()]})
    with pytest.raises(ClientError, match=r"ValidationException.*Who"):
        workshop.codepipeline.start_pipeline_execution(name=workshop.name, variables=[{"name": "Who", "value": "me"}])


def test_a_variable_without_default_must_be_given(workshop: Any, build_approval: Any) -> None:
    definition = workshop.definition({"name": "Gate", "actions": [build_approval()]}, variables=[{"name": "Who"}])
    workshop.codepipeline.create_pipeline(pipeline=definition)
    assert workshop.executions() == []
    with pytest.raises(ClientError, match=r"ValidationException.*Who"):
        workshop.codepipeline.start_pipeline_execution(name=workshop.name)


def test_an_execution_can_be_asked_for_an_older_revision(workshop: Any, build_approval: Any, wait: Any) -> None:
    first = workshop.aws.client("s3").head_object(Bucket=workshop.bucket, Key="source.zip")["VersionId"]
    workshop.put_source({"README.md": "newer"})
    workshop.create({"name": "Gate", "actions": [build_approval()]})
    workshop.token()
    wanted = {"actionName": "Get", "revisionType": "S3_OBJECT_VERSION_ID", "revisionValue": first}
    workshop.codepipeline.start_pipeline_execution(name=workshop.name, sourceRevisions=[wanted])
    wait(lambda: workshop.stage("Gate").get("inboundExecution"))
    assert workshop.executions()[0]["sourceRevisions"][0]["revisionId"] == first
