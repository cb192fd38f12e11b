"""Types that are not emulated, in resources that a condition leaves out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws

TEMPLATE = json.dumps(
    {
        "Parameters": {"Networked": {"Type": "String"}},
        "Conditions": {"IsNetworked": {"Fn::Equals": [{"Ref": "Networked"}, "yes"]}},
        "Resources": {
            "Topic": {"Type": "AWS::SNS::Topic"},
            "Gateway": {"Type": "AWS::EC2::InternetGateway", "Condition": "IsNetworked"},
        },
        "Outputs": {"Gateway": {"Condition": "IsNetworked", "Value": {"Fn::GetAtt": ["Gateway", "InternetGatewayId"]}}},
    }
)


def _create(aws: Aws, name: str, networked: str) -> Any:
    given = [{"ParameterKey": "Networked", "ParameterValue": networked}]
    return aws.client("cloudformation").create_stack(StackName=name, TemplateBody=TEMPLATE, Parameters=given)


def test_a_type_that_is_not_emulated_is_no_matter_where_its_condition_does_not_hold(aws: Aws) -> None:
    _create(aws, "without-network", "no")
    aws.client("cloudformation").get_waiter("stack_create_complete").wait(
        StackName="without-network", WaiterConfig={"Delay": 1}
    )
    resources = aws.client("cloudformation").list_stack_resources(StackName="without-network")
    assert [found["LogicalResourceId"] for found in resources["StackResourceSummaries"]] == ["Topic"]


def test_it_is_refused_before_anything_is_made_where_its_condition_holds(aws: Aws) -> None:
    with pytest.raises(ClientError, match="not emulated: AWS::EC2::InternetGateway"):
        _create(aws, "with-network", "yes")
