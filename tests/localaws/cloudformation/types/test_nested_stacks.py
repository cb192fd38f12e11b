"""Stacks in stacks."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tests.localaws.cloudformation.conftest import Stacks

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


def template_url(stacks: Stacks, template: dict[str, Any]) -> str:
    bucket, s3 = f"templates-{uuid.uuid4().hex}", stacks.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="folder/inner.json", Body=json.dumps(template).encode())
    return f"https://{bucket}.s3.us-east-1.amazonaws.com/folder/inner.json"


def test_an_inner_stack_gives_its_outputs_and_follows_the_outer_one(stacks: Stacks) -> None:
    url = template_url(stacks, INNER)
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
    name = stacks.create(outer(template_url(stacks, broken), "one"))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "Embedded stack" in stacks.reasons(name)
