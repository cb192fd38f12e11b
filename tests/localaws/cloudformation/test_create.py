"""Creating stacks."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from tests.localaws.cloudformation.conftest import Stacks

TOPIC = {"Type": "AWS::SNS::Topic"}
QUICK = {"Delay": 1, "MaxAttempts": 20}


def failing(stacks: Stacks) -> dict[str, Any]:
    """A template whose last resource fails: its bucket's name is taken."""
    taken = f"bucket-{uuid.uuid4().hex}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": taken}, "DependsOn": "Topic"}
    return {"Topic": TOPIC, "Bucket": bucket}


def test_a_stack_is_created_with_its_outputs(stacks: Stacks) -> None:
    template = """
Parameters:
  Noun: {Type: String, Default: data}
Conditions:
  IsData: !Equals [!Ref Noun, data]
  IsNotData: !Not [!Condition IsData]
Resources:
  Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Sub '${Noun} topic'}}
  Other: {Type: 'AWS::SNS::Topic', Condition: IsNotData}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: !If [IsData, {Status: Enabled}, !Ref 'AWS::NoValue']
Outputs:
  TopicArn: {Value: !Ref Topic, Description: where to publish}
  TopicName: {Value: !GetAtt Topic.TopicName}
  Domain: {Value: !GetAtt Bucket.RegionalDomainName}
  Never: {Value: !Ref Other, Condition: IsNotData}
"""
    name = stacks.create(template)
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    outputs = stacks.outputs(name)
    assert outputs["TopicArn"].endswith(outputs["TopicName"])
    assert outputs["Domain"].endswith(".s3.us-east-1.amazonaws.com")
    assert "Never" not in outputs
    assert set(stacks.physical(name)) == {"Topic", "Bucket"}


def test_the_waiter_sees_the_end_of_a_creation(stacks: Stacks) -> None:
    name = stacks.create({"Topic": TOPIC}, wait=False)
    stacks.api.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=QUICK)
    assert stacks.status(name) == "CREATE_COMPLETE"


def test_the_waiter_sees_a_failed_creation(stacks: Stacks) -> None:
    name = stacks.create(failing(stacks), wait=False)
    with pytest.raises(WaiterError, match="ROLLBACK"):
        stacks.api.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=QUICK)


def test_a_failed_creation_is_rolled_back(stacks: Stacks) -> None:
    name = stacks.create(failing(stacks))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    topics = stacks.aws.client("sns").get_paginator("list_topics").paginate().build_full_result()["Topics"]
    assert not [item for item in topics if f":{name}-" in item["TopicArn"]]
    assert stacks.events(name) == [
        (name, "CREATE_IN_PROGRESS"),
        ("Topic", "CREATE_IN_PROGRESS"),
        ("Topic", "CREATE_COMPLETE"),
        ("Bucket", "CREATE_IN_PROGRESS"),
        ("Bucket", "CREATE_FAILED"),
        (name, "ROLLBACK_IN_PROGRESS"),
        ("Bucket", "DELETE_COMPLETE"),
        ("Topic", "DELETE_IN_PROGRESS"),
        ("Topic", "DELETE_COMPLETE"),
        (name, "ROLLBACK_COMPLETE"),
    ]
    assert "The following resource(s) failed to create: [Bucket]. Rollback requested by user." in stacks.reasons(name)


def test_a_failed_creation_without_rollback_leaves_what_was_made(stacks: Stacks) -> None:
    name = stacks.create(failing(stacks), DisableRollback=True)
    assert stacks.status(name) == "CREATE_FAILED"
    assert stacks.aws.client("sns").get_topic_attributes(TopicArn=stacks.physical(name)["Topic"])
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_failed_creation_deletes_the_stack_when_asked_to(stacks: Stacks) -> None:
    name = stacks.name()
    body = json.dumps({"Resources": failing(stacks)})
    stack_id = stacks.api.create_stack(StackName=name, TemplateBody=body, OnFailure="DELETE")["StackId"]
    assert stacks.settled(stack_id)["StackStatus"] == "DELETE_COMPLETE"


def test_what_a_failure_does_is_said_in_one_way(stacks: Stacks) -> None:
    with pytest.raises(ClientError, match="either DisableRollback or OnFailure, but not both"):
        stacks.create({"Topic": {"Type": "AWS::SNS::Topic"}}, OnFailure="DELETE", DisableRollback=False)


def test_a_rolled_back_stack_cannot_be_updated(stacks: Stacks) -> None:
    name = stacks.create(failing(stacks))
    with pytest.raises(Exception, match="is in ROLLBACK_COMPLETE state and can not be updated"):
        stacks.update(name, {"Topic": TOPIC})


@pytest.mark.parametrize(("policy", "stays"), [("Retain", True), ("RetainExceptOnCreate", False)])
def test_a_retained_resource_outlives_the_rollback_of_its_creation(stacks: Stacks, policy: str, stays: bool) -> None:
    template = failing(stacks)
    template["Topic"] = {**TOPIC, "DeletionPolicy": policy}
    name = stacks.create(template)
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert (("Topic", "DELETE_SKIPPED") in stacks.events(name)) is stays
    assert (("Topic", "DELETE_COMPLETE") in stacks.events(name)) is not stays


def test_the_service_role_makes_the_resources(stacks: Stacks) -> None:
    role = stacks.aws.role(stacks.name(), "cloudformation")
    name = stacks.create({"Topic": TOPIC}, RoleARN=role)
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    assert stacks.describe(name)["RoleARN"] == role


def test_a_template_is_read_from_every_form_of_an_s3_address(stacks: Stacks) -> None:
    bucket, s3 = f"templates-{uuid.uuid4().hex}", stacks.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a b/t.json", Body=json.dumps({"Resources": {"Topic": TOPIC}}).encode())
    for address in (
        f"https://{bucket}.s3.amazonaws.com/a%20b/t.json",
        f"https://{bucket}.s3.us-east-1.amazonaws.com/a%20b/t.json",
        f"https://s3.amazonaws.com/{bucket}/a%20b/t.json",
        f"https://s3.us-east-1.amazonaws.com/{bucket}/a%20b/t.json",
    ):
        assert stacks.api.validate_template(TemplateURL=address)["Parameters"] == []


def test_a_dynamic_reference_and_a_stored_parameter_are_read(stacks: Stacks) -> None:
    stored = f"/{stacks.name()}/noun"
    stacks.aws.client("ssm").put_parameter(Name=stored, Value="model", Type="String")
    template = {
        "Parameters": {"Noun": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": stored}},
        "Resources": {"Topic": {**TOPIC, "Properties": {"DisplayName": f"the {{{{resolve:ssm:{stored}}}}}"}}},
        "Outputs": {"Noun": {"Value": {"Ref": "Noun"}}},
    }
    name = stacks.create(template)
    arn = stacks.physical(name)["Topic"]
    attributes = stacks.aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
    assert attributes["DisplayName"] == "the model"
    assert stacks.outputs(name)["Noun"] == "model"
    assert stacks.describe(name)["Parameters"][0]["ResolvedValue"] == "model"


def test_a_secret_parameter_is_masked(stacks: Stacks) -> None:
    template = {
        "Parameters": {"Password": {"Type": "String", "NoEcho": True}},
        "Resources": {"Topic": {**TOPIC, "Properties": {"DisplayName": {"Ref": "Password"}}}},
    }
    name = stacks.create(template, Parameters=[{"ParameterKey": "Password", "ParameterValue": "xyzzy"}])
    assert stacks.describe(name)["Parameters"] == [{"ParameterKey": "Password", "ParameterValue": "****"}]
    events = str(stacks.api.describe_stack_events(StackName=name)["StackEvents"])
    assert "****" in events
    assert "xyzzy" not in events
    arn = stacks.physical(name)["Topic"]
    assert stacks.aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "xyzzy"


def test_forty_resources_are_made_in_the_order_of_their_dependencies(stacks: Stacks) -> None:
    template: dict[str, Any] = {f"T{number}": {**TOPIC, "DependsOn": f"T{number + 1}"} for number in range(39)}
    name = stacks.create({**template, "T39": TOPIC})
    made = [logical for logical, status in stacks.events(name) if status == "CREATE_COMPLETE" and logical != name]
    assert made == [f"T{number}" for number in reversed(range(40))]
