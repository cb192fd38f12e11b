"""Stack instances are real stacks in other accounts, created, updated and deleted."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION
from tests.localaws.cloudformation.stack_sets.conftest import OTHER_REGION, StackSets, template


def word(value: str) -> list[dict[str, Any]]:
    return [{"ParameterKey": "Word", "ParameterValue": value}]


def test_an_instance_is_a_real_stack_in_every_account_and_region(sets: StackSets) -> None:
    accounts = [sets.target(), sets.target()]
    name = sets.create()
    operation = sets.add(name, accounts, [REGION, OTHER_REGION])
    assert operation["Status"] == "SUCCEEDED"
    for account in accounts:
        for region in (REGION, OTHER_REGION):
            assert sets.word(account, region) == "one"
            stack = sets.stack(name, account, region)
            assert stack["StackStatus"] == "CREATE_COMPLETE"
            assert re.fullmatch(f"StackSet-{name}-[0-9a-f-]{{36}}", stack["StackName"])
            assert f":{region}:{account}:stack/" in stack["StackId"]


def test_an_instance_that_was_made_is_current(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    operation = sets.add(name, [account])
    instance = sets.instance(name, account)
    assert instance["Status"] == "CURRENT"
    assert instance["StackInstanceStatus"] == {"DetailedStatus": "SUCCEEDED"}
    assert instance["LastOperationId"] == operation["OperationId"]


def test_the_stack_has_the_tags_and_capabilities_of_the_stack_set(sets: StackSets) -> None:
    account = sets.target()
    name = sets.create(Tags=[{"Key": "team", "Value": "ml"}], Capabilities=["CAPABILITY_IAM"])
    sets.add(name, [account])
    stack = sets.stack(name, account)
    assert {"Key": "team", "Value": "ml"} in stack["Tags"]
    assert stack["Capabilities"] == ["CAPABILITY_IAM"]


@pytest.mark.parametrize("change", [{"TemplateBody": template("two")}, {"Parameters": word("two")}])
def test_a_change_of_the_template_or_the_parameters_reaches_every_instance(
    sets: StackSets, change: dict[str, Any]
) -> None:
    accounts, name = [sets.target(), sets.target()], sets.create()
    sets.add(name, accounts)
    operation = sets.update(name, **{"UsePreviousTemplate": "TemplateBody" not in change, **change})
    assert operation["Action"] == "UPDATE"
    assert [sets.word(account) for account in accounts] == ["two", "two"]
    assert {sets.instance(name, account)["Status"] for account in accounts} == {"CURRENT"}


def test_an_update_of_some_instances_leaves_the_others_out_of_date(sets: StackSets) -> None:
    first, second = sets.target(), sets.target()
    name = sets.create()
    sets.add(name, [first, second])
    sets.update(name, TemplateBody=template("two"), Accounts=[first], Regions=[REGION])
    assert (sets.word(first), sets.word(second)) == ("two", "one")
    assert sets.instance(name, first)["Status"] == "CURRENT"
    assert sets.instance(name, second)["Status"] == "OUTDATED"


def test_an_update_that_changes_neither_leaves_the_others_as_they_are(sets: StackSets) -> None:
    first, second = sets.target(), sets.target()
    name = sets.create()
    sets.add(name, [first, second])
    sets.update(name, UsePreviousTemplate=True, Description="more words", Accounts=[first], Regions=[REGION])
    assert sets.instance(name, second)["Status"] == "CURRENT"
    assert sets.api.describe_stack_set(StackSetName=name)["StackSet"]["Description"] == "more words"


def test_an_overridden_parameter_holds_in_its_instances_only(sets: StackSets) -> None:
    first, second = sets.target(), sets.target()
    name = sets.create()
    sets.add(name, [first], ParameterOverrides=word("own"))
    sets.add(name, [second])
    assert (sets.word(first), sets.word(second)) == ("own", "one")
    assert sets.instance(name, first)["ParameterOverrides"] == word("own")


def test_an_override_outlives_an_update_of_the_stack_set(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account], ParameterOverrides=word("own"))
    sets.update(name, UsePreviousTemplate=True, Parameters=word("two"))
    assert sets.word(account) == "own"


@pytest.mark.parametrize(
    ("overrides", "left"),
    [
        ({"ParameterOverrides": word("new")}, "new"),
        ({"ParameterOverrides": [{"ParameterKey": "Word", "UsePreviousValue": True}]}, "own"),
        ({"ParameterOverrides": []}, "one"),
        ({}, "own"),
    ],
    ids=["a new value", "the previous value", "an empty list", "no list"],
)
def test_an_update_of_instances_says_what_is_overridden(sets: StackSets, overrides: dict[str, Any], left: str) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account], ParameterOverrides=word("own"))
    answer = sets.api.update_stack_instances(StackSetName=name, Accounts=[account], Regions=[REGION], **overrides)
    assert sets.finished(name, answer)["Status"] == "SUCCEEDED"
    assert sets.word(account) == left


def test_a_deleted_instance_takes_its_stack_with_it(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    stack_id = sets.instance(name, account)["StackId"]
    assert sets.delete(name, [account])["Status"] == "SUCCEEDED"
    assert sets.word(account) == "-"
    assert sets.api.list_stack_instances(StackSetName=name)["Summaries"] == []
    gone = sets.client("cloudformation", account).describe_stacks(StackName=stack_id)["Stacks"][0]
    assert gone["StackStatus"] == "DELETE_COMPLETE"


def test_a_retained_stack_stays_and_is_no_longer_an_instance(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    operation = sets.delete(name, [account], retain=True)
    assert operation["RetainStacks"] is True
    assert sets.word(account) == "one"
    with pytest.raises(ClientError, match="StackInstanceNotFoundException"):
        sets.instance(name, account)


def test_deleting_instances_again_changes_nothing(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    sets.delete(name, [account])
    again = sets.delete(name, [account])
    assert (again["Status"], again["results"]) == ("SUCCEEDED", {})


def test_an_instance_that_is_there_already_is_brought_up_to_date(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    stack_id = sets.instance(name, account)["StackId"]
    assert sets.add(name, [account], ParameterOverrides=word("own"))["Status"] == "SUCCEEDED"
    assert sets.word(account) == "own"
    assert sets.instance(name, account)["StackId"] == stack_id


def test_a_template_larger_than_a_body_reaches_every_account(sets: StackSets) -> None:
    topics: dict[str, Any] = {
        f"Topic{n}": {"Type": "AWS::SNS::Topic", "Metadata": {"why": "x" * 30_000}} for n in range(2)
    }
    sets.client("s3").create_bucket(Bucket=f"templates-{sets.account}")
    sets.client("s3").put_object(Bucket=f"templates-{sets.account}", Key="t.json", Body=template(**topics).encode())
    name, account = f"large-{sets.account}", sets.target()
    url = f"https://templates-{sets.account}.s3.amazonaws.com/t.json"
    sets.api.create_stack_set(StackSetName=name, TemplateURL=url)
    assert sets.add(name, [account])["Status"] == "SUCCEEDED"


def test_a_transform_runs_in_the_account_of_each_instance(sets: StackSets) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "${Name}-${AWS::Region}"}}}
    loop: dict[str, Any] = {"Fn::ForEach::Topics": ["Name", ["first", "second"], {"Topic${Name}": topic}]}
    text = json.dumps({"Transform": "AWS::LanguageExtensions", **json.loads(template(**loop))})
    account, name = sets.target(), sets.create(text, Capabilities=["CAPABILITY_AUTO_EXPAND"])
    assert sets.add(name, [account], [OTHER_REGION])["Status"] == "SUCCEEDED"
    found = sets.client("sns", account, OTHER_REGION).list_topics()["Topics"]
    assert sorted(each["TopicArn"].rpartition(":")[2] for each in found) == ["first-eu-west-1", "second-eu-west-1"]


def test_instances_are_listed_by_account_region_status_and_operation(sets: StackSets) -> None:
    first, second = sets.target(), sets.target()
    name = sets.create()
    sets.add(name, [first], [REGION, OTHER_REGION])
    last = sets.add(name, [second])["OperationId"]

    def listed(**wanted: Any) -> list[tuple[str, str]]:
        found = sets.api.list_stack_instances(StackSetName=name, **wanted)["Summaries"]
        return sorted((each["Account"], each["Region"]) for each in found)

    assert len(listed()) == 3
    assert listed(StackInstanceAccount=second) == [(second, REGION)]
    assert listed(StackInstanceRegion=OTHER_REGION) == [(first, OTHER_REGION)]
    assert listed(Filters=[{"Name": "LAST_OPERATION_ID", "Values": last}]) == [(second, REGION)]
    assert listed(Filters=[{"Name": "DETAILED_STATUS", "Values": "FAILED"}]) == []
