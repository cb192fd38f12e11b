"""A team gets its accounts by one action, and the catalogue knows them without anybody writing it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from mlops_templates.foundations.governance import governance_template
from mlops_templates.foundations.governance.writer import definition
from mlops_templates.foundations.target_account import target_account_template
from mlops_templates.foundations.team_accounts import team_accounts_template

Document = dict[str, Any]


@cache
def account_set() -> Document:
    return dict(team_accounts_template().to_dict())


@cache
def governance() -> Document:
    return dict(governance_template().to_dict())


def one(template: Document, kind: str) -> Document:
    [found] = of_type(template, kind)
    return found


def of_type(template: Document, kind: str) -> list[Document]:
    return [dict(resource["Properties"]) for resource in template["Resources"].values() if resource["Type"] == kind]


def test_one_stack_reaches_staging_and_production() -> None:
    stages = account_set()["Resources"]["Stages"]["Properties"]
    _, by_unit, by_account = stages["StackInstancesGroup"][0]["DeploymentTargets"]["Fn::If"]
    accounts = [{"Ref": "StagingAccountId"}, {"Ref": "ProductionAccountId"}]
    assert by_account == {"Accounts": accounts}
    assert by_unit == {
        "Accounts": accounts,
        "AccountFilterType": "INTERSECTION",
        "OrganizationalUnitIds": [{"Ref": "OrganizationalUnitId"}],
    }


@pytest.mark.parametrize(("part", "condition", "other"),
                         [("Development", "HasStudio", "training"), ("Training", "HasTraining", "studio")])  # fmt: skip
def test_a_development_account_gets_what_it_is_for_only_if_it_is_named(part: str, condition: str, other: str) -> None:
    assert account_set()["Resources"][part]["Condition"] == condition
    use = {"Fn::Not": [{"Fn::Equals": [{"Ref": "DevelopmentUse"}, other]}]}
    assert account_set()["Conditions"][condition] == {"Fn::And": [{"Condition": "HasDevelopmentAccount"}, use]}


def handed_on(part: str) -> Document:
    given = account_set()["Resources"][part]["Properties"]["Parameters"]
    return {one["ParameterKey"]: one["ParameterValue"] for one in given}


def test_projects_train_in_a_private_network_of_the_development_account() -> None:
    values = handed_on("Training")
    assert values.pop("AlarmTopicArn")
    assert values == {"ToolingAccountId": {"Ref": "ToolingAccountId"}, "Development": "yes", "Network": "create"}


@pytest.mark.parametrize("part", ["Stages", "Training"])
def test_the_topic_of_the_form_hears_of_alarms_in_the_accounts_of_the_set(part: str) -> None:
    assert handed_on(part)["AlarmTopicArn"] == {"Ref": "AlarmTopicArn"}
    field, taken = (
        made["Parameters"]["AlarmTopicArn"] for made in (account_set(), target_account_template().to_dict())
    )
    assert (field["AllowedPattern"], field["Default"]) == (taken["AllowedPattern"], taken["Default"])


def test_account_sets_are_made_from_the_version_that_governance_states() -> None:
    addresses = {name: one["Properties"]["TemplateURL"] for name, one in account_set()["Resources"].items()}
    facts = {
        resource["Properties"]["Name"]
        for resource in governance()["Resources"].values()
        if resource["Type"] == "AWS::SSM::Parameter"
    }
    assert set(addresses.values()) == {f"{{{{resolve:ssm:{fact}}}}}" for fact in facts}


@pytest.mark.parametrize(
    "pair",
    [
        ("StagingAccountId", "ProductionAccountId"),
        ("StagingAccountId", "ToolingAccountId"),
        ("ProductionAccountId", "DevelopmentAccountId"),
    ],
)
def test_accounts_of_a_set_differ(pair: tuple[str, str]) -> None:
    asserted = [found["AssertDescription"] for found in account_set()["Rules"]["AccountsDiffer"]["Assertions"]]
    assert f"{pair[0]} and {pair[1]} must differ" in asserted


def test_what_is_made_for_a_team_says_whose_it_is_and_who_pays() -> None:
    for stack_set in account_set()["Resources"].values():
        tags = {tag["Key"]: tag["Value"] for tag in stack_set["Properties"]["Tags"]}
        assert tags == {"mlops:team": {"Ref": "TeamName"}, "mlops:cost-center": {"Ref": "CostCenter"}}


def test_the_catalogue_is_encrypted_can_be_recovered_and_is_never_deleted() -> None:
    table = governance()["Resources"]["TeamAccounts"]
    properties = table["Properties"]
    assert properties["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["Key", "Arn"]}
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] is True
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_every_parameter_that_an_entry_holds_is_one_of_an_account_set() -> None:
    states: Document = json.loads(json.dumps(definition()))["States"]
    asked = {name.removesuffix(".$") for name in states["LookAtStack"]["ResultSelector"]}
    held = {text.split(".")[2].partition("[")[0] for value in states["PutEntry"]["Parameters"]["Item"].values()
            for text in value.values() if text.startswith("$.stack.")}  # fmt: skip
    assert held == asked
    assert asked <= account_set()["Parameters"].keys()


def test_the_end_of_a_set_made_by_mistake_does_not_hide_the_one_that_the_team_has() -> None:
    [rule] = json.loads(json.dumps(definition()))["States"]["IsItsOwn"]["Choices"]
    ended, present, other = rule["And"]
    assert ended["StringMatches"] == "DELETE_*"
    assert other["Not"]["StringEqualsPath"] == "$.detail.stack-id"
    assert (present["Variable"], rule["Next"]) == (other["Not"]["Variable"], "IsNone")


def test_an_entry_follows_its_stack_to_the_end() -> None:
    pattern = one(governance(), "AWS::Events::Rule")["EventPattern"]
    statuses = pattern["detail"]["status-details"]["status"]
    assert {"CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE", "DELETE_FAILED"} <= set(statuses)


def test_the_writer_is_started_surely() -> None:
    [target] = one(governance(), "AWS::Events::Rule")["Targets"]
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]}}
    assert target["RetryPolicy"]["MaximumRetryAttempts"] == 185


def test_a_topic_of_the_form_hears_of_what_did_not_reach_the_catalogue() -> None:
    alarms = of_type(governance(), "AWS::CloudWatch::Alarm")
    heard_of = ("ApproximateNumberOfMessagesVisible", "ExecutionsAborted", "ExecutionsFailed", "ExecutionsTimedOut")
    assert sorted(alarm["MetricName"] for alarm in alarms) == list(heard_of)
    for alarm in alarms:
        assert alarm["AlarmActions"]["Fn::If"][:2] == ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}]]
        assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    assert governance()["Parameters"]["AlarmTopicArn"]["Default"] == ""


def test_no_code_of_ours_runs_in_the_governance_account() -> None:
    kinds = {resource["Type"] for resource in governance()["Resources"].values()}
    assert kinds.isdisjoint({"AWS::Lambda::Function", "AWS::CodeBuild::Project"})


def test_account_sets_are_made_as_their_launch_role() -> None:
    constraint = one(governance(), "AWS::ServiceCatalog::LaunchRoleConstraint")
    assert constraint["RoleArn"] == {"Fn::GetAtt": ["TeamAccountsLaunchRole", "Arn"]}
