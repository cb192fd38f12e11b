"""What the API tells about stacks and templates."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.test_create import TOPIC

TEMPLATE = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Description": "roles",
    "Metadata": {"Owner": "us"},
    "Parameters": {
        "Size": {"Type": "Number", "Default": 3, "AllowedValues": [3, 5], "Description": "how many"},
        "Names": {"Type": "CommaDelimitedList"},
    },
    "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}, "Topic": TOPIC},
}


def test_a_template_is_summarised(stacks: Stacks) -> None:
    summary = stacks.api.get_template_summary(TemplateBody=json.dumps(TEMPLATE))
    assert summary["Capabilities"] == ["CAPABILITY_IAM"]
    assert summary["ResourceTypes"] == ["AWS::IAM::Role", "AWS::SNS::Topic"]
    assert json.loads(summary["Metadata"]) == {"Owner": "us"}
    size = summary["Parameters"][0]
    assert size == {
        "ParameterKey": "Size",
        "DefaultValue": "3",
        "ParameterType": "Number",
        "NoEcho": False,
        "Description": "how many",
        "ParameterConstraints": {"AllowedValues": ["3", "5"]},
    }


def test_a_template_is_validated(stacks: Stacks) -> None:
    answer = stacks.api.validate_template(TemplateBody=json.dumps(TEMPLATE))
    assert [item["ParameterKey"] for item in answer["Parameters"]] == ["Size", "Names"]
    assert answer["Description"] == "roles"
    with pytest.raises(ClientError, match="Unrecognized resource types"):
        stacks.api.validate_template(TemplateBody='{"Resources": {"A": {"Type": "A::B::C"}}}')


def test_a_template_comes_back_as_it_was_given(stacks: Stacks) -> None:
    text = "# a comment\nResources:\n  Topic: {Type: AWS::SNS::Topic}\n"
    name = stacks.create(text)
    assert stacks.api.get_template(StackName=name)["TemplateBody"] == text


def test_stacks_are_listed_in_pages_by_status(stacks: Stacks) -> None:
    names = [stacks.create({"Topic": TOPIC}) for _ in range(2)]
    gone = stacks.create({"Topic": TOPIC})
    stacks.delete(gone)
    described = {
        item["StackName"] for page in stacks.api.get_paginator("describe_stacks").paginate() for item in page["Stacks"]
    }
    assert described >= set(names)
    assert gone not in described
    pages = stacks.api.get_paginator("list_stacks").paginate(StackStatusFilter=["DELETE_COMPLETE"])
    deleted = {item["StackName"] for page in pages for item in page["StackSummaries"]}
    assert gone in deleted
    assert not deleted & set(names)


def test_a_stack_is_described_in_full(stacks: Stacks) -> None:
    more = {"Outputs": {"A": {"Value": "1", "Description": "one"}}, "Description": "a stack"}
    name = stacks.create({"Resources": {"Topic": TOPIC}, **more}, Tags=[{"Key": "k", "Value": "v"}])
    stack = stacks.describe(name)
    assert stack["StackId"].startswith(f"arn:aws:cloudformation:us-east-1:123456789012:stack/{name}/")
    assert stack["Outputs"] == [{"OutputKey": "A", "OutputValue": "1", "Description": "one"}]
    assert stack["Tags"] == [{"Key": "k", "Value": "v"}]
    assert stack["Description"] == "a stack"
    assert not stack["DisableRollback"]


def test_a_resource_is_described_with_its_metadata(stacks: Stacks) -> None:
    name = stacks.create({"Topic": {**TOPIC, "Metadata": {"Owner": "us"}}})
    detail = stacks.api.describe_stack_resource(StackName=name, LogicalResourceId="Topic")["StackResourceDetail"]
    assert json.loads(detail["Metadata"]) == {"Owner": "us"}
    found = stacks.api.describe_stack_resources(PhysicalResourceId=detail["PhysicalResourceId"])["StackResources"]
    assert found[0]["StackName"] == name
    pages = stacks.api.get_paginator("list_stack_resources").paginate(StackName=name)
    assert [item["LogicalResourceId"] for page in pages for item in page["StackResourceSummaries"]] == ["Topic"]
    with pytest.raises(ClientError, match=f"Resource Nobody does not exist for stack {name}"):
        stacks.api.describe_stack_resource(StackName=name, LogicalResourceId="Nobody")


def test_events_carry_the_token_of_the_request(stacks: Stacks) -> None:
    name = stacks.create({"Topic": TOPIC}, ClientRequestToken="token-1")
    events = stacks.api.describe_stack_events(StackName=name)["StackEvents"]
    assert {event["ClientRequestToken"] for event in events} == {"token-1"}
    assert events[0]["ResourceStatus"] == "CREATE_COMPLETE"
    assert events[-1]["ResourceStatusReason"] == "User Initiated"
