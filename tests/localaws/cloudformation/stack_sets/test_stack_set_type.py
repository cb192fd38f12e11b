"""AWS::CloudFormation::StackSet: a stack set as a resource of a stack."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION
from tests.localaws.cloudformation.conftest import wait_until
from tests.localaws.cloudformation.stack_sets.conftest import OTHER_REGION, StackSets, template


def group(*accounts: str, regions: tuple[str, ...] = (REGION,), word: str = "") -> dict[str, Any]:
    overrides = {"ParameterOverrides": [{"ParameterKey": "Word", "ParameterValue": word}]} if word else {}
    return {"DeploymentTargets": {"Accounts": list(accounts)}, "Regions": list(regions), **overrides}


def body(*groups: dict[str, Any], text: str = "", **more: Any) -> str:
    properties = {
        "StackSetName": "everywhere",
        "PermissionModel": "SELF_MANAGED",
        "TemplateBody": text or template(),
        "StackInstancesGroup": list(groups),
        **more,
    }
    resource = {"Type": "AWS::CloudFormation::StackSet", "Properties": properties}
    outputs = {"Id": {"Value": {"Fn::GetAtt": ["Set", "StackSetId"]}}, "Ref": {"Value": {"Ref": "Set"}}}
    return json.dumps({"Resources": {"Set": resource}, "Outputs": outputs})


def settled(sets: StackSets) -> dict[str, Any]:
    found: dict[str, Any] = wait_until(
        lambda: sets.api.describe_stacks(StackName="fleet")["Stacks"][0],
        lambda stack: not stack["StackStatus"].endswith("_IN_PROGRESS"),
    )
    return found


def create(sets: StackSets, text: str) -> dict[str, Any]:
    sets.api.create_stack(StackName="fleet", TemplateBody=text)
    return settled(sets)


def update(sets: StackSets, text: str) -> str:
    sets.api.update_stack(StackName="fleet", TemplateBody=text)
    return str(settled(sets)["StackStatus"])


def test_a_stack_set_of_a_stack_reaches_the_accounts_of_its_groups(sets: StackSets) -> None:
    first, second = sets.target(), sets.target()
    stack = create(sets, body(group(first, regions=(REGION, OTHER_REGION)), group(second, word="own")))
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert (sets.word(first), sets.word(first, OTHER_REGION), sets.word(second)) == ("one", "one", "own")
    assert {output["OutputValue"] for output in stack["Outputs"]} == {
        sets.api.describe_stack_set(StackSetName="everywhere")["StackSet"]["StackSetId"]
    }


def test_an_update_adds_changes_and_removes_instances(sets: StackSets) -> None:
    gone, kept, new = sets.target(), sets.target(), sets.target()
    create(sets, body(group(gone, kept)))
    assert update(sets, body(group(kept, word="own"), group(new))) == "UPDATE_COMPLETE"
    assert (sets.word(gone), sets.word(kept), sets.word(new)) == ("-", "own", "one")


def test_an_update_of_the_template_reaches_the_instances(sets: StackSets) -> None:
    account = sets.target()
    create(sets, body(group(account)))
    assert update(sets, body(group(account), text=template("two"), Description="second")) == "UPDATE_COMPLETE"
    assert sets.word(account) == "two"


def test_a_deleted_stack_takes_the_stack_set_and_its_instances_with_it(sets: StackSets) -> None:
    account = sets.target()
    stack_id = create(sets, body(group(account)))["StackId"]
    sets.api.delete_stack(StackName="fleet")
    wait_until(
        lambda: sets.api.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"],
        lambda status: status == "DELETE_COMPLETE",
    )
    assert sets.word(account) == "-"
    assert sets.api.list_stack_sets(Status="ACTIVE")["Summaries"] == []


def test_an_account_that_lets_nobody_in_fails_the_stack_and_leaves_nothing(sets: StackSets) -> None:
    good, bad = sets.target(), "400000000004"
    assert create(sets, body(group(good), group(bad)))["StackStatus"] == "ROLLBACK_COMPLETE"
    events = sets.api.describe_stack_events(StackName="fleet")["StackEvents"]
    told = [event.get("ResourceStatusReason", "") for event in events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert f"Account {bad} should have 'AWSCloudFormationStackSetExecutionRole' role" in told[0]
    assert sets.word(good) == "-"
    with pytest.raises(ClientError, match="StackSetNotFoundException"):
        sets.api.describe_stack_set(StackSetName="everywhere")


def test_a_service_managed_stack_set_fails_with_what_is_not_emulated(bare: StackSets) -> None:
    assert create(bare, body(PermissionModel="SERVICE_MANAGED"))["StackStatus"] == "ROLLBACK_COMPLETE"
    events = bare.api.describe_stack_events(StackName="fleet")["StackEvents"]
    assert "not emulated: cloudformation:CreateStackSet PermissionModel SERVICE_MANAGED" in str(events)
