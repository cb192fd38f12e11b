from typing import Any

import pytest

from mlops_templates.policy import TagsAgree
from mlops_templates.policy.tags_agree import COST_TAGS
from tests.policy.linted import PROJECT, messages, resource

COSTS = PROJECT | {"Team": {"Type": "String"}, "CostCenter": {"Type": "String"}}
TAGS = {key: {"Ref": parameter} for key, parameter in COST_TAGS.items()}


def topic(tags: dict[str, Any]) -> dict[str, Any]:
    return resource("AWS::SNS::Topic", Tags=[{"Key": key, "Value": value} for key, value in tags.items()])


@pytest.mark.parametrize("value", ["mine", {"Ref": "SageMakerProjectName"}], ids=str)
def test_project_tag_with_another_value_is_refused(value: object):
    assert messages(TagsAgree(), topic({"sagemaker:project-id": value})) == [
        "R: tag sagemaker:project-id must be the parameter SageMakerProjectId"
    ]


@pytest.mark.parametrize("value", [{"Ref": "SageMakerProjectId"}, {"Fn::Sub": "${SageMakerProjectId}"}], ids=str)
def test_project_tag_with_the_parameter_is_accepted(value: object):
    assert messages(TagsAgree(), topic({"sagemaker:project-id": value})) == []


def test_costs_are_tagged_where_the_form_asks_for_them():
    assert messages(TagsAgree(), topic(TAGS), COSTS) == []


@pytest.mark.parametrize("key", COST_TAGS)
def test_missing_cost_tag_is_refused(key: str):
    tags = {other: value for other, value in TAGS.items() if other != key}
    assert messages(TagsAgree(), topic(tags), COSTS) == [f"R: needs the tag {key} with the parameter {COST_TAGS[key]}"]


def test_tags_may_be_a_mapping():
    assert messages(TagsAgree(), resource("AWS::SSM::Parameter", Tags=TAGS), COSTS) == []
    assert len(messages(TagsAgree(), resource("AWS::SSM::Parameter", Tags={}), COSTS)) == 2


def test_type_that_takes_no_tags_and_form_without_costs_need_none():
    assert messages(TagsAgree(), resource("AWS::SNS::TopicPolicy"), COSTS) == []
    assert messages(TagsAgree(), resource("AWS::SNS::Topic")) == []


def test_template_that_is_no_project_tags_as_it_likes():
    other = {"Team": {"Type": "String"}}
    assert messages(TagsAgree(), topic({"sagemaker:project-id": "mine"}), other) == []
