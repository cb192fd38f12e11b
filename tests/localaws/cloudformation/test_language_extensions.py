"""Templates with the transform AWS::LanguageExtensions, from the request to the resources."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks

TEMPLATE = """
Transform: AWS::LanguageExtensions
Parameters:
  Nouns: {Type: CommaDelimitedList, Default: 'data,model-1'}
  Policy: {Type: String, Default: Retain}
Mappings:
  Words: {data: {Long: all the data}}
Conditions:
  Fn::ForEach::Nouns:
    - Noun
    - !Ref Nouns
    - Is&{Noun}: !Equals [!Ref Noun, data]
Resources:
  Fn::ForEach::Topics:
    - Noun
    - !Ref Nouns
    - Topic&{Noun}:
        Type: AWS::SNS::Topic
        DeletionPolicy: !Ref Policy
        Properties:
          DisplayName: !FindInMap [Words, !Ref Noun, Long, {DefaultValue: !Sub 'the ${Noun}'}]
  Facts:
    Type: AWS::SSM::Parameter
    DeletionPolicy: !If [Isdata, Retain, Delete]
    Properties:
      Type: String
      Value:
        Fn::ToJsonString: {topic: !GetAtt Topicdata.TopicName, nouns: !Ref Nouns, count: {Fn::Length: !Ref Nouns}}
Outputs:
  Facts: {Value: !GetAtt Facts.Value}
  Fn::ForEach::Outputs:
    - Noun
    - !Ref Nouns
    - Name&{Noun}: {Value: !GetAtt [!Sub 'Topic${Noun}', TopicName], Condition: Isdata}
"""
EXPAND = {"Capabilities": ["CAPABILITY_AUTO_EXPAND"]}
DATA = [{"ParameterKey": "Nouns", "ParameterValue": "data,model"}]


def created(stacks: Stacks) -> str:
    name = stacks.name()
    stacks.api.create_stack(StackName=name, TemplateBody=TEMPLATE, Parameters=DATA, **EXPAND)
    stacks.settled(name)
    return name


def test_loops_lengths_and_json_become_resources(stacks: Stacks) -> None:
    name = created(stacks)
    outputs, made = stacks.outputs(name), stacks.physical(name)
    assert set(made) == {"Topicdata", "Topicmodel", "Facts"}, stacks.reasons(name)
    assert json.loads(outputs["Facts"]) == {
        "topic": outputs["Namedata"],
        "nouns": ["data", "model"],
        "count": 2,
    }
    sns = stacks.aws.client("sns")
    shown = [sns.get_topic_attributes(TopicArn=made[key])["Attributes"]["DisplayName"] for key in sorted(made)[1:]]
    assert shown == ["all the data", "the model"]


def test_computed_policies_decide_what_stays(stacks: Stacks) -> None:
    name = created(stacks)
    stack_id = stacks.describe(name)["StackId"]
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert {logical for logical, status in stacks.events(stack_id) if status == "DELETE_SKIPPED"} == {
        "Facts",
        "Topicdata",
        "Topicmodel",
    }


def test_another_parameter_makes_other_resources(stacks: Stacks) -> None:
    name = created(stacks)
    more = [{"ParameterKey": "Nouns", "ParameterValue": "data,test"}]
    stacks.api.update_stack(StackName=name, UsePreviousTemplate=True, Parameters=more, **EXPAND)
    assert stacks.settled(name)["StackStatus"] == "UPDATE_COMPLETE"
    assert set(stacks.physical(name)) == {"Topicdata", "Topictest", "Facts"}


def test_the_expansion_is_acknowledged_except_for_a_change_set(stacks: Stacks) -> None:
    name = stacks.name()
    with pytest.raises(ClientError, match=r"InsufficientCapabilities.*Requires capabilities : .CAPABILITY_AUTO_EXPAND"):
        stacks.api.create_stack(StackName=name, TemplateBody=TEMPLATE, Parameters=DATA)
    found = stacks.change_set(name, TEMPLATE, ChangeSetType="CREATE", Parameters=DATA)
    assert found["Status"] == "CREATE_COMPLETE"
    assert len(found["Changes"]) == 3


def test_both_stages_of_the_template_are_shown(stacks: Stacks) -> None:
    name = created(stacks)
    original = stacks.api.get_template(StackName=name)["TemplateBody"]
    processed = stacks.api.get_template(StackName=name, TemplateStage="Processed")["TemplateBody"]
    assert "Fn::ForEach::Topics" in str(original)
    assert set(processed["Resources"]) == {"Topicdata", "Topicmodel", "Facts"}
    assert "Transform" not in processed


def test_a_template_is_described_before_its_transform_runs(stacks: Stacks) -> None:
    for found in (
        stacks.api.validate_template(TemplateBody=TEMPLATE),
        stacks.api.get_template_summary(TemplateBody=TEMPLATE),
    ):
        assert found["DeclaredTransforms"] == ["AWS::LanguageExtensions"]
        assert "CAPABILITY_AUTO_EXPAND" in found["Capabilities"]
        assert [item["ParameterKey"] for item in found["Parameters"]] == ["Nouns", "Policy"]
