"""Updating stacks."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.refusals.made import TRUST
from tests.localaws.cloudformation.test_create import QUICK, TOPIC, failing


def topic(display: Any, **attributes: Any) -> dict[str, Any]:
    return {"Topic": {**TOPIC, "Properties": {"DisplayName": display}, **attributes}}


def display(stacks: Stacks, name: str) -> str:
    arn = stacks.physical(name)["Topic"]
    return str(stacks.aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"])


def test_a_change_inside_sub_and_mappings_is_seen(stacks: Stacks) -> None:
    def template(value: str) -> dict[str, Any]:
        noun = {"Fn::Sub": ["${Noun}", {"Noun": {"Fn::FindInMap": ["Words", "a", "noun"]}}]}
        return {"Mappings": {"Words": {"a": {"noun": value}}}, "Resources": topic(noun)}

    name = stacks.create(template("one"))
    assert stacks.update(name, template("two")) == "UPDATE_COMPLETE"
    assert display(stacks, name) == "two"


def test_an_update_that_changes_nothing_is_refused(stacks: Stacks) -> None:
    name = stacks.create(topic("one"))
    with pytest.raises(ClientError, match=r"ValidationError.*No updates are to be performed\."):
        stacks.update(name, {"Description": "another", "Resources": topic("one")})


def test_the_waiter_sees_the_end_of_an_update(stacks: Stacks) -> None:
    name = stacks.create(topic("one"))
    stacks.api.update_stack(StackName=name, UsePreviousTemplate=True, Tags=[{"Key": "a", "Value": "b"}])
    stacks.api.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig=QUICK)
    assert stacks.status(name) == "UPDATE_COMPLETE"


def test_a_parameter_keeps_its_previous_value(stacks: Stacks) -> None:
    def template(prefix: str) -> dict[str, Any]:
        parameters = {"Noun": {"Type": "String", "Default": "default"}}
        return {"Parameters": parameters, "Resources": topic({"Fn::Sub": prefix + " ${Noun}"})}

    name = stacks.create(template("a"), Parameters=[{"ParameterKey": "Noun", "ParameterValue": "given"}])
    kept = [{"ParameterKey": "Noun", "UsePreviousValue": True}]
    assert stacks.update(name, template("b"), Parameters=kept) == "UPDATE_COMPLETE"
    assert display(stacks, name) == "b given"
    assert stacks.update(name, template("b")) == "UPDATE_COMPLETE"
    assert display(stacks, name) == "b default"


def test_outputs_alone_can_change(stacks: Stacks) -> None:
    name = stacks.create({"Resources": topic("one"), "Outputs": {"A": {"Value": "1"}}})
    changed = {"Resources": topic("one"), "Outputs": {"A": {"Value": "2"}, "B": {"Value": {"Ref": "Topic"}}}}
    assert stacks.update(name, changed) == "UPDATE_COMPLETE"
    assert stacks.outputs(name) == {"A": "2", "B": stacks.physical(name)["Topic"]}


def test_a_resource_comes_and_another_goes_last(stacks: Stacks) -> None:
    name = stacks.create({**topic("one"), "Old": TOPIC})
    old = stacks.physical(name)["Old"]
    assert stacks.update(name, {**topic("one"), "New": TOPIC}) == "UPDATE_COMPLETE"
    assert set(stacks.physical(name)) == {"Topic", "New"}
    with pytest.raises(ClientError, match="NotFound"):
        stacks.aws.client("sns").get_topic_attributes(TopicArn=old)
    events = stacks.events(name)
    assert events.index((name, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")) < events.index(("Old", "DELETE_COMPLETE"))


def test_dependents_follow_a_replaced_resource(stacks: Stacks) -> None:
    def template(topic_name: str) -> dict[str, Any]:
        named = {"Named": {**TOPIC, "Properties": {"TopicName": topic_name}}}
        return {**named, **topic({"Fn::GetAtt": ["Named", "TopicName"]})}

    first, second = stacks.name(), stacks.name()
    name = stacks.create(template(first))
    assert stacks.update(name, template(second)) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert display(stacks, name) == second


@pytest.mark.parametrize(("policy", "stays"), [("Delete", False), ("Retain", True)])
def test_a_replaced_resource_goes_or_stays_by_its_policy(stacks: Stacks, policy: str, stays: bool) -> None:
    def template(topic_name: str) -> dict[str, Any]:
        return {"Named": {**TOPIC, "UpdateReplacePolicy": policy, "Properties": {"TopicName": topic_name}}}

    name = stacks.create(template(stacks.name()))
    old = stacks.physical(name)["Named"]
    assert stacks.update(name, template(stacks.name())) == "UPDATE_COMPLETE"
    topics = stacks.aws.client("sns").get_paginator("list_topics").paginate().build_full_result()["Topics"]
    assert ({"TopicArn": old} in topics) is stays


def test_a_failed_update_goes_back_to_the_old_properties(stacks: Stacks) -> None:
    name = stacks.create({**topic("old"), "Gone": TOPIC}, Tags=[{"Key": "a", "Value": "1"}])
    before = stacks.physical(name)
    broken = failing(stacks)
    broken["Topic"] = topic("new")["Topic"]
    broken["Fresh"] = TOPIC
    assert stacks.update(name, broken, Tags=[{"Key": "a", "Value": "2"}]) == "UPDATE_ROLLBACK_COMPLETE"
    assert display(stacks, name) == "old"
    assert stacks.physical(name) == before
    tags = stacks.aws.client("sns").list_tags_for_resource(ResourceArn=before["Topic"])["Tags"]
    assert tags == [{"Key": "a", "Value": "1"}]
    assert ("Fresh", "DELETE_COMPLETE") in stacks.events(name)
    assert stacks.update(name, topic("newer")) == "UPDATE_COMPLETE"


def test_a_failed_update_undoes_a_replacement(stacks: Stacks) -> None:
    def template(topic_name: str) -> dict[str, Any]:
        return {"Topic": {**TOPIC, "Properties": {"TopicName": topic_name}}}

    name = stacks.create(template(stacks.name()))
    before = stacks.physical(name)
    second = stacks.name()
    broken = {**failing(stacks), **template(second)}
    assert stacks.update(name, broken) == "UPDATE_ROLLBACK_COMPLETE", stacks.reasons(name)
    assert stacks.physical(name) == before
    topics = stacks.aws.client("sns").get_paginator("list_topics").paginate().build_full_result()["Topics"]
    assert {"TopicArn": before["Topic"]} in topics
    assert not [item for item in topics if item["TopicArn"].endswith(second)]


def test_an_update_without_rollback_can_be_mended(stacks: Stacks) -> None:
    name = stacks.create(topic("old"))
    assert stacks.update(name, failing(stacks), DisableRollback=True) == "UPDATE_FAILED"
    free = f"bucket-{uuid.uuid4().hex}"
    mended = {"Topic": TOPIC, "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": free}}}
    assert stacks.update(name, mended) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert stacks.physical(name)["Bucket"] == free


def test_a_named_resource_cannot_be_replaced_under_its_name(stacks: Stacks) -> None:
    def role(path: str, noun: str) -> dict[str, Any]:
        properties = {"RoleName": noun, "Path": path, "AssumeRolePolicyDocument": TRUST}
        return {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}

    noun, allowed = stacks.name(), {"Capabilities": ["CAPABILITY_NAMED_IAM"]}
    name = stacks.create(role("/a/", noun), **allowed)
    assert stacks.update(name, role("/b/", noun), **allowed) == "UPDATE_ROLLBACK_COMPLETE"
    assert f"a custom-named resource requires replacing. Rename {noun}" in stacks.reasons(name)


def test_a_resource_named_by_several_properties_is_replaced_when_one_of_them_changes(stacks: Stacks) -> None:
    def template(role: str) -> dict[str, Any]:
        pattern = {"PrincipalARN": f"arn:aws:iam:::role/{role}", "PrincipalType": "IAM_PATTERN"}
        kind = "AWS::ServiceCatalog::PortfolioPrincipalAssociation"
        return {
            "Portfolio": {
                "Type": "AWS::ServiceCatalog::Portfolio",
                "Properties": {"DisplayName": "one", "ProviderName": "two"},
            },
            "Principal": {"Type": kind, "Properties": {"PortfolioId": {"Ref": "Portfolio"}, **pattern}},
        }

    name = stacks.create(template("old"))
    portfolio = stacks.physical(name)["Portfolio"]
    assert stacks.update(name, template("new")) == "UPDATE_COMPLETE", stacks.reasons(name)
    found = stacks.aws.client("servicecatalog").list_principals_for_portfolio(PortfolioId=portfolio)["Principals"]
    assert [principal["PrincipalARN"] for principal in found] == ["arn:aws:iam:::role/new"]


def test_a_resource_keeps_its_type(stacks: Stacks) -> None:
    name = stacks.create({"Thing": TOPIC})
    with pytest.raises(ClientError, match=r"modifies resource type of the following resources: \[Thing\]"):
        stacks.update(name, {"Thing": {"Type": "AWS::SQS::Queue"}})


def test_stack_tags_reach_the_resources(stacks: Stacks) -> None:
    name = stacks.create(topic("one"), Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    arn, sns = stacks.physical(name)["Topic"], stacks.aws.client("sns")
    assert stacks.update(name, topic("one"), Tags=[{"Key": "b", "Value": "3"}]) == "UPDATE_COMPLETE"
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "3"}]


def test_an_update_that_names_neither_keeps_the_role_and_the_tags(stacks: Stacks) -> None:
    role, tags = stacks.aws.role(stacks.name(), "cloudformation"), [{"Key": "kind", "Value": "test"}]
    name = stacks.create({"Topic": {"Type": "AWS::SNS::Topic"}}, RoleARN=role, Tags=tags)
    stacks.update(name, {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "new"}}})
    assert (stacks.describe(name)["RoleARN"], stacks.describe(name)["Tags"]) == (role, tags)


def test_a_busy_stack_is_not_updated(stacks: Stacks) -> None:
    name = stacks.create({f"T{number}": TOPIC for number in range(20)}, wait=False)
    with pytest.raises(ClientError, match="is in CREATE_IN_PROGRESS state and can not be updated"):
        stacks.update(name, topic("one"))
    stacks.settled(name)
