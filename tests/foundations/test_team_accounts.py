"""A team gets its accounts by one action, and the catalogue knows them without anybody writing it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from mlops_templates.foundations.governance import governance_template
from mlops_templates.foundations.governance.writer import definition
from mlops_templates.foundations.team_accounts import team_accounts_template

Document = dict[str, Any]


@cache
def account_set() -> Document:
    return dict(team_accounts_template().to_dict())


@cache
def governance() -> Document:
    return dict(governance_template().to_dict())


def one(template: Document, kind: str) -> Document:
    [found] = [resource for resource in template["Resources"].values() if resource["Type"] == kind]
    return dict(found["Properties"])


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


def test_a_development_account_gets_a_studio_only_if_it_is_named() -> None:
    assert account_set()["Resources"]["Development"]["Condition"] == "HasDevelopmentAccount"


def test_account_sets_are_made_from_the_version_that_governance_states() -> None:
    addresses = {name: one["Properties"]["TemplateURL"] for name, one in account_set()["Resources"].items()}
    facts = {
        resource["Properties"]["Name"]
        for resource in governance()["Resources"].values()
        if resource["Type"] == "AWS::SSM::Parameter"
    }
    assert set(addresses.values()) == {f"{{{{resolve:ssm:{fact}}}}}" for fact in facts}


@pytest.mark.parametrize(
    "pair", [("StagingAccountId", "ProductionAccountId"), ("StagingAccountId", "ToolingAccountId")]
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


def test_an_entry_follows_its_stack_to_the_end() -> None:
    pattern = one(governance(), "AWS::Events::Rule")["EventPattern"]
    statuses = pattern["detail"]["status-details"]["status"]
    assert {"CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE"} <= set(statuses)


def test_the_writer_is_started_surely() -> None:
    [target] = one(governance(), "AWS::Events::Rule")["Targets"]
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]}}
    assert target["RetryPolicy"]["MaximumRetryAttempts"] == 185


def test_no_code_of_ours_runs_in_the_governance_account() -> None:
    kinds = {resource["Type"] for resource in governance()["Resources"].values()}
    assert kinds.isdisjoint({"AWS::Lambda::Function", "AWS::CodeBuild::Project"})


def test_account_sets_are_made_as_their_launch_role() -> None:
    constraint = one(governance(), "AWS::ServiceCatalog::LaunchRoleConstraint")
    assert constraint["RoleArn"] == {"Fn::GetAtt": ["TeamAccountsLaunchRole", "Arn"]}
