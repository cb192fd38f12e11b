"""Change sets: planned, described, executed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.test_create import QUICK, TOPIC


def template(noun: str = "one", **more: Any) -> dict[str, Any]:
    return {
        "Parameters": {"Noun": {"Type": "String", "Default": noun}},
        "Resources": {"Topic": {**TOPIC, "Properties": {"DisplayName": {"Ref": "Noun"}}}, **more},
    }


def changes(change_set: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = [item["ResourceChange"] for item in change_set["Changes"]]
    return {item["LogicalResourceId"]: item for item in found}


def test_a_new_stack_is_reviewed_and_then_created(stacks: Stacks) -> None:
    name = stacks.name()
    planned = stacks.change_set(name, template(), ChangeSetType="CREATE")
    assert stacks.status(name) == "REVIEW_IN_PROGRESS"
    assert stacks.physical(name) == {}
    assert [item["Action"] for item in changes(planned).values()] == ["Add"]
    stacks.api.execute_change_set(ChangeSetName=planned["ChangeSetId"])
    assert stacks.settled(name)["StackStatus"] == "CREATE_COMPLETE"
    done = stacks.api.describe_change_set(ChangeSetName=planned["ChangeSetId"])
    assert done["ExecutionStatus"] == "EXECUTE_COMPLETE"


def test_the_waiter_sees_a_finished_plan(stacks: Stacks) -> None:
    name = stacks.create(template())
    body = json.dumps(template("two"))
    stacks.api.create_change_set(StackName=name, ChangeSetName="plan", TemplateBody=body)
    stacks.api.get_waiter("change_set_create_complete").wait(ChangeSetName="plan", StackName=name, WaiterConfig=QUICK)


def test_a_plan_without_changes_fails_with_the_words_of_aws(stacks: Stacks) -> None:
    name = stacks.create(template())
    planned = stacks.change_set(name, template())
    assert (planned["Status"], planned["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert planned["StatusReason"].startswith("The submitted information didn't contain changes.")
    with pytest.raises(
        ClientError, match=r"InvalidChangeSetStatus.*cannot be executed in its current status of \[FAILED\]"
    ):
        stacks.api.execute_change_set(ChangeSetName=planned["ChangeSetId"])
    with pytest.raises(WaiterError):
        waiter = stacks.api.get_waiter("change_set_create_complete")
        waiter.wait(ChangeSetName=planned["ChangeSetId"], WaiterConfig=QUICK)


def test_a_plan_says_what_comes_changes_and_goes(stacks: Stacks) -> None:
    name = stacks.create(template(Gone=TOPIC, Same=TOPIC))
    planned = stacks.change_set(name, template("two", Same=TOPIC, Fresh=TOPIC))
    found = changes(planned)
    assert {logical: item["Action"] for logical, item in found.items()} == {
        "Topic": "Modify",
        "Fresh": "Add",
        "Gone": "Remove",
    }
    assert found["Gone"]["PolicyAction"] == "Delete"
    assert found["Topic"]["Replacement"] == "False"
    assert found["Topic"]["Scope"] == ["Properties"]
    assert found["Topic"]["Details"] == [
        {
            "Target": {"Attribute": "Properties", "Name": "DisplayName", "RequiresRecreation": "Never"},
            "Evaluation": "Static",
            "ChangeSource": "ParameterReference",
            "CausingEntity": "Noun",
        }
    ]


def test_a_plan_says_what_stays_when_it_leaves_the_stack(stacks: Stacks) -> None:
    name = stacks.create(template(Gone={**TOPIC, "DeletionPolicy": "Retain"}))
    assert changes(stacks.change_set(name, template()))["Gone"]["PolicyAction"] == "Retain"


def test_a_replacement_reaches_what_refers_to_it(stacks: Stacks) -> None:
    def named(topic_name: str) -> dict[str, Any]:
        subscription = {"TopicArn": {"Ref": "Named"}, "Protocol": "email", "Endpoint": "a@example.com"}
        return {
            "Named": {**TOPIC, "UpdateReplacePolicy": "Retain", "Properties": {"TopicName": topic_name}},
            "Subscription": {"Type": "AWS::SNS::Subscription", "Properties": subscription},
        }

    name = stacks.create(named(stacks.name()))
    found = changes(stacks.change_set(name, named(stacks.name())))
    assert found["Named"]["Replacement"] == "True"
    assert found["Named"]["PolicyAction"] == "ReplaceAndRetain"
    assert found["Subscription"]["Replacement"] == "Conditional"
    assert found["Subscription"]["Details"] == [
        {
            "Target": {"Attribute": "Properties", "Name": "TopicArn", "RequiresRecreation": "Always"},
            "Evaluation": "Dynamic",
            "ChangeSource": "ResourceReference",
            "CausingEntity": "Named",
        }
    ]


def test_an_attribute_of_what_changes_may_change_too(stacks: Stacks) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::GetAtt": ["Queue", "QueueName"]}}}

    def resources(seconds: int) -> dict[str, Any]:
        return {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": seconds}}, "Topic": topic}

    found = changes(stacks.change_set(stacks.create(resources(1)), resources(2)))
    assert found.keys() == {"Queue", "Topic"}
    (detail,) = found["Topic"]["Details"]
    assert (detail["Evaluation"], detail["CausingEntity"]) == ("Dynamic", "Queue.QueueName")


def test_tags_and_policies_are_changes_too(stacks: Stacks) -> None:
    name = stacks.create({"Topic": TOPIC})
    kept = {"Topic": {**TOPIC, "DeletionPolicy": "Retain"}}
    found = changes(stacks.change_set(name, kept, Tags=[{"Key": "a", "Value": "b"}]))
    assert found["Topic"]["Scope"] == ["Tags", "DeletionPolicy"]


def test_a_plan_changes_nothing_until_it_is_executed(stacks: Stacks) -> None:
    name = stacks.create(template())
    planned = stacks.change_set(name, template("two"))
    assert stacks.status(name) == "CREATE_COMPLETE"
    assert stacks.api.get_template(StackName=name)["TemplateBody"]["Parameters"]["Noun"]["Default"] == "one"
    stacks.api.execute_change_set(ChangeSetName=planned["ChangeSetName"], StackName=name)
    assert stacks.settled(name)["StackStatus"] == "UPDATE_COMPLETE"
    assert stacks.api.get_template(StackName=name)["TemplateBody"]["Parameters"]["Noun"]["Default"] == "two"


def test_a_plan_uses_previous_values_and_the_previous_template(stacks: Stacks) -> None:
    name = stacks.create(template(), Parameters=[{"ParameterKey": "Noun", "ParameterValue": "given"}])
    answer = stacks.api.create_change_set(
        StackName=name,
        ChangeSetName="tags-only",
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": "Noun", "UsePreviousValue": True}],
        Tags=[{"Key": "a", "Value": "b"}],
    )
    stacks.api.get_waiter("change_set_create_complete").wait(ChangeSetName=answer["Id"], WaiterConfig=QUICK)
    planned = stacks.api.describe_change_set(ChangeSetName=answer["Id"])
    assert planned["Parameters"] == [{"ParameterKey": "Noun", "ParameterValue": "given"}]
    assert changes(planned)["Topic"]["Scope"] == ["Tags"]


def test_a_plan_is_void_after_another_update(stacks: Stacks) -> None:
    name = stacks.create(template())
    planned = stacks.change_set(name, template("two"))
    stacks.update(name, template("three"))
    with pytest.raises(ClientError, match=r"InvalidChangeSetStatus.*\[OBSOLETE\]"):
        stacks.api.execute_change_set(ChangeSetName=planned["ChangeSetId"])


def test_a_failed_execution_is_rolled_back(stacks: Stacks) -> None:
    name, taken = stacks.create(template()), f"bucket-{stacks.name()}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": taken}}
    planned = stacks.change_set(name, template("two", Bucket=bucket))
    stacks.api.execute_change_set(ChangeSetName=planned["ChangeSetId"])
    assert stacks.settled(name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    done = stacks.api.describe_change_set(ChangeSetName=planned["ChangeSetId"])
    assert done["ExecutionStatus"] == "EXECUTE_FAILED"


def test_plans_are_listed_and_forgotten(stacks: Stacks) -> None:
    name = stacks.create(template())
    planned = stacks.change_set(name, template("two"))
    listed = stacks.api.list_change_sets(StackName=name)["Summaries"]
    assert [item["ChangeSetId"] for item in listed] == [planned["ChangeSetId"]]
    stacks.api.delete_change_set(ChangeSetName=planned["ChangeSetId"])
    assert stacks.api.list_change_sets(StackName=name)["Summaries"] == []
    with pytest.raises(ClientError, match="ChangeSetNotFound"):
        stacks.api.describe_change_set(ChangeSetName=planned["ChangeSetId"])


def test_a_plan_for_the_wrong_kind_of_stack_is_refused(stacks: Stacks) -> None:
    name = stacks.create(template())
    with pytest.raises(ClientError, match="already exists and cannot be created again with the changeSet"):
        stacks.change_set(name, template("two"), ChangeSetType="CREATE")
    with pytest.raises(ClientError, match=r"Stack \[nobody-made-this\] does not exist"):
        stacks.change_set("nobody-made-this", template())


def test_a_reviewed_stack_can_be_thrown_away(stacks: Stacks) -> None:
    name = stacks.name()
    stacks.change_set(name, template(), ChangeSetType="CREATE")
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_tag_that_refers_to_a_replaced_resource_names_it(stacks: Stacks) -> None:
    def template(topic_name: str) -> dict[str, Any]:
        tag = {"Key": "topic", "Value": {"Ref": "Topic"}}
        topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": topic_name}}
        return {"Topic": topic, "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"Tags": [tag]}}}

    name = stacks.create(template(stacks.name()))
    plan = stacks.change_set(name, template(stacks.name()))
    (queue,) = [
        change["ResourceChange"]
        for change in plan["Changes"]
        if change["ResourceChange"]["LogicalResourceId"] == "Queue"
    ]
    assert queue["Scope"] == ["Tags"]
    assert queue["Details"] == [
        {
            "Target": {"Attribute": "Tags", "RequiresRecreation": "Never"},
            "Evaluation": "Dynamic",
            "ChangeSource": "ResourceReference",
            "CausingEntity": "Topic",
        }
    ]
