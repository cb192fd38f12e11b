"""Stack sets as such: made once, described, deleted when empty; what AWS refuses is refused."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resumption import resume
from mlops_templates.localaws.cloudformation.stack_sets.state import StackSetState
from tests.conftest import REGION
from tests.localaws.cloudformation.stack_sets.conftest import ADMINISTRATION, EXECUTION, StackSets, template

PLACE = {"Accounts": ["400000000003"], "Regions": [REGION]}
WORD = {"ParameterKey": "Word", "ParameterValue": "v"}


def test_a_stack_set_tells_what_it_was_made_of(sets: StackSets) -> None:
    name = sets.create(Description="words", Tags=[{"Key": "team", "Value": "ml"}])
    found = sets.api.describe_stack_set(StackSetName=name)["StackSet"]
    assert found["StackSetARN"] == f"arn:aws:cloudformation:{REGION}:{sets.account}:stackset/{found['StackSetId']}"
    assert found["StackSetId"].startswith(f"{name}:")
    assert found["Parameters"] == [{"ParameterKey": "Word", "ParameterValue": "one"}]
    assert found["AdministrationRoleARN"] == f"arn:aws:iam::{sets.account}:role/{ADMINISTRATION}"
    assert found["ExecutionRoleName"] == EXECUTION
    assert (found["Status"], found["PermissionModel"]) == ("ACTIVE", "SELF_MANAGED")
    assert (found["Description"], found["Tags"]) == ("words", [{"Key": "team", "Value": "ml"}])


def test_the_template_of_a_stack_set_is_summarised(sets: StackSets) -> None:
    found = sets.api.get_template_summary(StackSetName=sets.create())
    assert [each["ParameterKey"] for each in found["Parameters"]] == ["Word"]
    assert found["ResourceTypes"] == ["AWS::SSM::Parameter"]


def test_the_same_request_with_the_same_token_makes_one_stack_set(sets: StackSets) -> None:
    asked = {"StackSetName": "once", "TemplateBody": template(), "ClientRequestToken": "t"}
    first, second = (sets.api.create_stack_set(**asked)["StackSetId"] for _ in range(2))
    assert first == second
    assert len(sets.api.list_stack_sets()["Summaries"]) == 1


def test_the_same_operation_id_does_the_operation_once(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    first, second = (sets.add(name, [account], OperationId="once") for _ in range(2))
    assert first == second


def test_operations_are_listed_newest_first(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account], OperationId="first")
    sets.delete(name, [account], OperationId="second")
    found = sets.api.list_stack_set_operations(StackSetName=name)["Summaries"]
    assert [(each["OperationId"], each["Action"]) for each in found] == [("second", "DELETE"), ("first", "CREATE")]


def test_a_deleted_stack_set_is_listed_as_deleted_and_its_name_is_free(sets: StackSets) -> None:
    name = sets.create()
    for _ in range(2):
        sets.api.delete_stack_set(StackSetName=name)
    sets.api.create_stack_set(StackSetName=name, TemplateBody=template())
    for status in ("DELETED", "ACTIVE"):
        assert [each["StackSetName"] for each in sets.api.list_stack_sets(Status=status)["Summaries"]] == [name]


def test_what_is_remembered_can_be_written_down(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    state = sets.aws.world.state(StackSetState, sets.account, REGION)
    read: StackSetState = pickle.loads(pickle.dumps(state))
    found = read.find(name)
    assert found is not None
    assert found.instances[account, REGION].status == "CURRENT"


def test_what_was_under_way_when_the_server_ended_has_failed(sets: StackSets) -> None:
    first, second, name = sets.target(), sets.target(), sets.create()
    sets.add(name, [first, second], OperationId="cut")
    world = sets.aws.world
    found = world.state(StackSetState, sets.account, REGION).find(name)
    assert found is not None
    found.operations["cut"].status = "RUNNING"
    for result, status in zip(found.operations["cut"].results, ("RUNNING", "PENDING"), strict=True):
        result.status = status
    resume(Call(world, sets.account, REGION, world.sessions.of_root(sets.account, REGION)))
    operation = sets.finished(name, {"OperationId": "cut"})
    assert operation["Status"] == "FAILED"
    assert [operation["results"][account, REGION]["Status"] for account in (first, second)] == ["FAILED", "CANCELLED"]
    assert {sets.instance(name, account)["Status"] for account in (first, second)} == {"OUTDATED"}
    assert sets.add(name, [first, second])["Status"] == "SUCCEEDED"


BUSY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("create_stack_instances", PLACE),
    ("update_stack_set", {"UsePreviousTemplate": True}),
    ("delete_stack_set", {}),
)


@pytest.mark.parametrize(("action", "arguments"), BUSY, ids=[action for action, _ in BUSY])
def test_one_operation_at_a_time(sets: StackSets, action: str, arguments: dict[str, Any]) -> None:
    accounts, name = [sets.target() for _ in range(3)], sets.create()
    answer = sets.api.create_stack_instances(StackSetName=name, Accounts=accounts, Regions=[REGION])
    with pytest.raises(ClientError) as refused:
        getattr(sets.api, action)(StackSetName=name, **arguments)
    assert refused.value.response["Error"]["Code"] == "OperationInProgressException"
    assert refused.value.response["Error"]["Message"].endswith(f"is in progress: {answer['OperationId']}")
    assert sets.finished(name, answer)["Status"] == "SUCCEEDED"


def test_a_stack_set_with_instances_is_not_deleted(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    with pytest.raises(ClientError, match=r"StackSetNotEmptyException.*StackSet is not empty"):
        sets.api.delete_stack_set(StackSetName=name)
    sets.delete(name, [account])
    sets.api.delete_stack_set(StackSetName=name)


IAM = template(Role={"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}})
LOOP = json.dumps({"Transform": "AWS::LanguageExtensions", **json.loads(template())})
UNKNOWN = template(Thing={"Type": "AWS::No::Thing"})
BOTH = {"FailureToleranceCount": 1, "FailureTolerancePercentage": 10}
REFUSED = [
    ("create_stack_set", {"StackSetName": "taken"}, "NameAlreadyExistsException", "already exists"),
    ("create_stack_set", {"StackSetName": "9lives"}, "ValidationError", "stackSetName"),
    ("create_stack_set", {"TemplateBody": UNKNOWN}, "ValidationError", "AWS::No::Thing"),
    ("create_stack_set", {"TemplateBody": IAM}, "InsufficientCapabilitiesException", "CAPABILITY_IAM"),
    ("create_stack_set", {"TemplateBody": LOOP}, "InsufficientCapabilitiesException", "CAPABILITY_AUTO_EXPAND"),
    ("create_stack_set", {"Parameters": [{**WORD, "ParameterKey": "No"}]}, "ValidationError", "do not exist"),
    ("create_stack_set", {"PermissionModel": "SERVICE_MANAGED"}, "NotEmulated", "PermissionModel SERVICE_MANAGED"),
    ("create_stack_set", {"CallAs": "DELEGATED_ADMIN"}, "NotEmulated", "CallAs DELEGATED_ADMIN"),
    ("describe_stack_set", {"StackSetName": "no"}, "StackSetNotFoundException", "StackSet no not found"),
    ("update_stack_set", {"StackSetName": "no"}, "StackSetNotFoundException", "StackSet no not found"),
    ("update_stack_set", {}, "ValidationError", "Template URL or Template Body"),
    ("update_stack_set", {"UsePreviousTemplate": True, **PLACE}, "StackInstanceNotFoundException", "400000000003"),
    ("update_stack_set", {"UsePreviousTemplate": True, "Accounts": PLACE["Accounts"]}, "ValidationError", "Regions"),
    ("create_stack_instances", {"StackSetName": "no", **PLACE}, "StackSetNotFoundException", "StackSet no not found"),
    ("create_stack_instances", {**PLACE, "Accounts": []}, "ValidationError", "Accounts and Regions"),
    ("create_stack_instances", {**PLACE, "Accounts": ["12"]}, "ValidationError", "[0-9]{12}"),
    ("create_stack_instances", {**PLACE, "Regions": ["mars-1"]}, "ValidationError", "Region mars-1"),
    ("create_stack_instances", {**PLACE, "OperationPreferences": BOTH}, "ValidationError", "but not both"),
    (
        "create_stack_instances",
        {"Regions": [REGION], "DeploymentTargets": {"OrganizationalUnitIds": ["r-abcd"]}},
        "ValidationError",
        "SELF_MANAGED permission model can only have Accounts as target",
    ),
    (
        "create_stack_instances",
        {**PLACE, "ParameterOverrides": [{**WORD, "ParameterKey": "No"}]},
        "ValidationError",
        "do not exist in the template",
    ),
    ("update_stack_instances", PLACE, "StackInstanceNotFoundException", "400000000003"),
    (
        "describe_stack_instance",
        {"StackInstanceAccount": "400000000003", "StackInstanceRegion": REGION},
        "StackInstanceNotFoundException",
        "400000000003",
    ),
    ("describe_stack_set_operation", {"OperationId": "no"}, "OperationNotFoundException", "no"),
    ("stop_stack_set_operation", {"OperationId": "no"}, "OperationNotFoundException", "no"),
]


@pytest.mark.parametrize(("action", "arguments", "code", "words"), REFUSED)
def test_what_aws_refuses_is_refused(
    bare: StackSets, action: str, arguments: dict[str, Any], code: str, words: str
) -> None:
    bare.api.create_stack_set(StackSetName="taken", TemplateBody=template())
    given = {"StackSetName": "new" if action == "create_stack_set" else "taken"}
    body = {"TemplateBody": template("other")} if action == "create_stack_set" else {}
    with pytest.raises(ClientError) as refused:
        getattr(bare.api, action)(**{**given, **body, **arguments})
    assert refused.value.response["Error"]["Code"] == code
    assert words in refused.value.response["Error"]["Message"]


def test_an_operation_id_is_not_used_for_another_request(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account], OperationId="once")
    with pytest.raises(ClientError, match="OperationIdAlreadyExistsException"):
        sets.add(name, [sets.target()], OperationId="once")


def test_an_ended_operation_is_not_stopped(sets: StackSets) -> None:
    name = sets.create()
    sets.add(name, [sets.target()], OperationId="once")
    with pytest.raises(ClientError, match="InvalidOperationException"):
        sets.api.stop_stack_set_operation(StackSetName=name, OperationId="once")
