"""Stacks in stacks."""

from __future__ import annotations

import uuid
from typing import Any

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.refusals.made import TRUST

INNER = {
    "Parameters": {"Noun": {"Type": "String"}},
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Noun"}}}},
    "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}},
}


def outer(url: str, noun: str) -> dict[str, Any]:
    inner = {"TemplateURL": url, "Parameters": {"Noun": noun}}
    return {
        "Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": inner}},
        "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Inner", "Outputs.Arn"]}}},
    }


def test_an_inner_stack_gives_its_outputs_and_follows_the_outer_one(stacks: Stacks) -> None:
    url = stacks.template_url(INNER)
    name, sns = stacks.create(outer(url, "one")), stacks.aws.client("sns")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    arn, inner = stacks.outputs(name)["Arn"], stacks.physical(name)["Inner"]
    assert stacks.update(name, outer(url, "two")) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "two"
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)
    assert stacks.status(inner) == "DELETE_COMPLETE"


def test_a_failing_inner_stack_fails_the_outer_one(stacks: Stacks) -> None:
    taken = f"bucket-{uuid.uuid4().hex}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)
    broken = {
        **INNER,
        "Resources": {**INNER["Resources"], "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": taken}}},
    }
    name = stacks.create(outer(stacks.template_url(broken), "one"))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "Embedded stack" in stacks.reasons(name)


def test_a_failed_update_of_an_inner_stack_brings_both_back(stacks: Stacks) -> None:
    url = stacks.template_url(INNER)
    name, sns = stacks.create(outer(url, "one")), stacks.aws.client("sns")
    arn, inner = stacks.outputs(name)["Arn"], stacks.physical(name)["Inner"]
    taken = f"bucket-{uuid.uuid4().hex}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": taken}}
    broken = stacks.template_url({**INNER, "Resources": {**INNER["Resources"], "Bucket": bucket}})
    assert stacks.update(name, outer(broken, "two")) == "UPDATE_ROLLBACK_COMPLETE", stacks.reasons(name)
    assert stacks.status(inner) == "UPDATE_ROLLBACK_COMPLETE"
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "one"
    assert stacks.update(name, outer(url, "three")) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "three"


def test_an_inner_stack_goes_back_when_another_resource_fails(stacks: Stacks) -> None:
    url = stacks.template_url(INNER)
    name, sns = stacks.create(outer(url, "one")), stacks.aws.client("sns")
    arn = stacks.outputs(name)["Arn"]
    taken = f"bucket-{uuid.uuid4().hex}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)
    broken = outer(url, "two")
    broken["Resources"]["Bucket"] = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"BucketName": taken},
        "DependsOn": "Inner",
    }
    assert stacks.update(name, broken) == "UPDATE_ROLLBACK_COMPLETE", stacks.reasons(name)
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "one"


def test_an_inner_stack_that_cannot_go_keeps_the_outer_one(stacks: Stacks) -> None:
    template = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}, "Outputs": {"Arn": {"Value": {"Ref": "Bucket"}}}}
    name = stacks.create({**outer(stacks.template_url({**template, "Parameters": INNER["Parameters"]}), "one")})
    bucket, s3 = stacks.outputs(name)["Arn"], stacks.aws.client("s3")
    s3.put_object(Bucket=bucket, Key="a", Body=b"a")
    assert stacks.delete(name) == "DELETE_FAILED"
    s3.delete_object(Bucket=bucket, Key="a")
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)


def test_an_inner_stack_needs_what_the_outer_one_acknowledged(stacks: Stacks) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
    url = stacks.template_url({**INNER, "Resources": {**INNER["Resources"], "Role": role}})
    name = stacks.create(outer(url, "one"))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "Requires capabilities : [CAPABILITY_IAM]" in stacks.reasons(name)
    name = stacks.create(outer(url, "one"), Capabilities=["CAPABILITY_IAM"])
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
