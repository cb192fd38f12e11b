"""The page of the accounts of teams, lived through: set up, give, ask, take back, clean up. One story, in order."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from mlops_templates.foundations.governance import STACK_NAME
from mlops_templates.foundations.governance.catalogue import TABLE
from tests.checkout import ROOT
from tests.cli.runner import Ended
from tests.conftest import REGION, Aws
from tests.foundations.deployed import Account, account
from tests.foundations.governed import entry_of, record_ended, role
from tests.page import Page, keys_of
from tests.teams.story import (
    BUCKET,
    DEVELOPMENT,
    GOVERNANCE,
    GROUP,
    PRODUCTION,
    STAGE,
    STAGING,
    TOOLING,
    Typed,
    heard_of,
    product,
    product_under_change,
    stacks_in,
    use,
)
from tests.waiting import until

Run = Callable[..., Ended]


def test_before_the_first_team_the_list_says_so(run: Run) -> None:
    assert run("ls") == Ended(0, "No team has accounts of its own yet.\n", "")


def test_a_region_without_a_catalogue_is_told_with_what_to_do(run: Run) -> None:
    ended = run("ls", "--region", "eu-west-1")
    assert (ended.code, ended.out) == (2, "")
    assert f"There is no catalogue {TABLE} in eu-west-1 of this account. Use credentials and the region" in ended.err


def test_a_team_gets_its_accounts_by_one_action_and_is_catalogued(aws: Aws, page: Page, held: Account) -> None:
    account(aws, TOOLING).client("sagemaker").create_model_package_group(ModelPackageGroupName=GROUP)
    page.run("Give a team its accounts")
    entry = entry_of(held.client("dynamodb"), "risk", "CREATE_COMPLETE")
    assert (entry["StagingAccountId"], entry["ProductionAccountId"], entry["CostCenter"]) == (
        STAGING,
        PRODUCTION,
        "4711",
    )
    for stage in (STAGING, PRODUCTION):
        found = account(aws, stage).client("ssm").get_parameters_by_path(Path="/mlops-templates/target")["Parameters"]
        assert f"sagemaker-mlops-target-{stage}-us-east-1" in [each["Value"] for each in found]


def test_a_second_set_made_by_mistake_and_removed_does_not_hide_the_first(page: Page, held: Account) -> None:
    catalog, dynamodb = held.client("servicecatalog"), held.client("dynamodb")
    before = entry_of(dynamodb, "risk", "CREATE_COMPLETE")
    values = {
        "TeamName": "risk", "CostCenter": "1", "ToolingAccountId": TOOLING, "StagingAccountId": STAGING,
        "ProductionAccountId": PRODUCTION,
    }  # fmt: skip
    begun = catalog.provision_product(
        ProductName="Account set of a team",
        ProvisioningArtifactName="current",
        ProvisionedProductName="twice",
        ProvisioningParameters=[{"Key": key, "Value": value} for key, value in values.items()],
    )["RecordDetail"]
    assert record_ended(catalog, begun["RecordId"])[0] == "FAILED"
    gone = catalog.terminate_provisioned_product(ProvisionedProductName="twice")["RecordDetail"]
    assert record_ended(catalog, gone["RecordId"]) == ("SUCCEEDED", "")
    until(lambda: heard_of(held, begun["ProvisionedProductId"], "DELETE_COMPLETE"), "the writer of the catalogue")
    assert entry_of(dynamodb, "risk", "CREATE_COMPLETE") == before


def test_projects_train_and_people_work_in_the_development_account(aws: Aws, page: Page) -> None:
    inside = account(aws, DEVELOPMENT)
    trained = inside.client("iam").get_role(RoleName=f"mlops-templates-target-training-{REGION}")["Role"]
    assert trained["Path"] == "/mlops/"
    subnets = inside.client("ssm").get_parameter(Name="/mlops-templates/target/subnet-ids")["Parameter"]["Value"]
    assert len(subnets.split(",")) == 2
    assert len(inside.client("sagemaker").list_domains()["Domains"]) == 1


def test_the_list_and_the_history_of_the_team_are_told(page: Page) -> None:
    told = page.run("Ask the catalogue")
    assert f"risk  CREATE_COMPLETE  {STAGING}  {PRODUCTION}  {DEVELOPMENT}  {TOOLING}  4711 " in told
    assert "PROVISION_PRODUCT  SUCCEEDED" in told
    assert "stack set mlops-templates-training-risk: SUCCEEDED" in told
    [team] = json.loads(told[told.index("\n[") :])
    assert team["accounts"] == {"staging": STAGING, "production": PRODUCTION, "development": DEVELOPMENT}


def test_a_team_that_is_unknown_is_one_line_with_a_suggestion(run: Run) -> None:
    assert run("show", "rsik") == Ended(
        2,
        "",
        "mlops-templates: error: There is no team 'rsik' in the catalogue mlops-templates-team-accounts. "
        "Did you mean risk?\n",
    )


def test_an_account_that_cannot_be_entered_is_named_and_stands_against_a_removal(run: Run) -> None:
    shown = run("show", "risk", "--role", "nobody")
    assert (shown.code, shown.out.count("could not look: Could not enter account")) == (0, 3)
    planned = run("plan-removal", "risk", "--role", "nobody")
    assert planned.code == 1
    assert f"nobody could look into staging account {STAGING}." in planned.out
    assert "nobody could look which projects use these accounts." in planned.out


def test_who_may_not_read_the_catalogue_is_told_the_missing_right(
    run: Run, aws: Aws, held: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = held.as_role(role(held, "stranger", {"AWS": GOVERNANCE}, ["sts:AssumeRole"]))
    use(keys_of(aws, stranger), monkeypatch)
    ended = run("ls")
    assert (ended.code, "access denied" in ended.err, "Ask for the right to Scan" in ended.err) == (2, True, True)


def test_a_removal_is_refused_while_projects_use_the_accounts(run: Run, held: Account, used: None) -> None:
    planned = run("plan-removal", "risk")
    assert planned.code == 1
    assert f"project churn of account {TOOLING} uses for staging account {STAGING}: delete it first" in planned.out
    assert f"AWS::CloudFormation::Stack {STAGE} runs in staging account {STAGING}" in planned.out
    refused = run("remove", "risk", "--yes", "risk")
    assert (refused.code, refused.err) == (1, "Nothing was written. Mend that first, or give --even-if-used.\n")
    assert product(held)["Status"] == "AVAILABLE"


def test_the_plan_tells_what_goes_and_what_stays_in_each_account(run: Run) -> None:
    ended = run("plan-removal", "risk", "--output", "json")
    plan = json.loads(ended.out)
    assert (ended.code, plan["blocks"]) == (0, [])
    kept = {
        one["part"]: sorted(thing["kind"] for stack in one["stacks"] for thing in stack["kept"]) for one in plan["plan"]
    }
    stage = ["AWS::KMS::Key", "AWS::Logs::LogGroup", "AWS::S3::Bucket"]
    assert kept["staging"] == kept["production"] == stage
    assert {"AWS::SageMaker::Domain", "AWS::EC2::VPC", "AWS::S3::Bucket"} <= set(kept["development"])
    gone = {thing["kind"] for one in plan["plan"] for stack in one["stacks"] for thing in stack["removed"]}
    assert {"AWS::IAM::Role", "AWS::EC2::VPCEndpoint"} <= gone


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 1, "Nothing was written. Give --yes risk to remove without being asked."),
        (("--yes", "other"), 2, "--yes other is another team than risk: nothing was written."),
        (("--output", "json"), 1, "Nothing was written. Give --yes risk"),
    ],
    ids=["nobody at a terminal", "another team", "json"],
)
def test_nothing_is_removed_without_the_name_of_the_team(
    run: Run, held: Account, words: tuple[str, ...], code: int, told: str
) -> None:
    ended = run("remove", "risk", *words)
    assert (ended.code, told in ended.err) == (code, True), ended.err
    assert product(held)["Status"] == "AVAILABLE"


def test_a_name_typed_wrong_removes_nothing(run: Run, held: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Typed("rsik\n"))
    assert run("remove", "risk").code == 1
    assert product(held)["Status"] == "AVAILABLE"


def test_another_version_reaches_the_parameter_that_account_sets_are_made_from(
    aws: Aws, page: Page, held: Account
) -> None:
    page.run("Bring all teams to a new version", keys_of(aws, held))
    stated = held.client("ssm").get_parameter(Name="/mlops-templates/governance/target-template-url")
    assert stated["Parameter"]["Value"].endswith("/target-account-2.yaml")


def test_a_removal_whose_command_is_killed_goes_on_and_another_run_waits_for_its_end(
    aws: Aws, page: Page, held: Account
) -> None:
    account(aws, STAGING).client("s3").put_object(Bucket=BUCKET, Key="captured.jsonl", Body=b"1")
    argv = [sys.executable, "-m", "mlops_templates.cli", "teams", "remove", "risk", "--yes", "risk"]
    begun = subprocess.Popen(
        argv, cwd=ROOT, env={**page.environment, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    )
    until(lambda: product_under_change(held), "the beginning of the removal")
    begun.send_signal(signal.SIGKILL)
    begun.wait(timeout=60)
    told = page.run("Take the accounts back")
    assert "What remains of team risk:" in told
    assert f"AWS::S3::Bucket {BUCKET}: its objects go with it" in told
    assert entry_of(held.client("dynamodb"), "risk", "DELETE_COMPLETE")["StagingAccountId"] == STAGING
    assert [stacks_in(aws, one) for one in (STAGING, PRODUCTION, DEVELOPMENT)] == [[], [], []]


def test_the_commands_of_the_report_remove_all_that_remains(aws: Aws, page: Page, run: Run) -> None:
    for account_of in json.loads(run("remove", "risk", "--output", "json").out)["remains"]:
        script = "\n".join(line for one in account_of["leftovers"] for line in one["commands"])
        assert "delete-bucket" in script
        done = page.aws(script, keys_of(aws, account(aws, account_of["account"])))
        assert done.returncode == 0, done.stdout + done.stderr
    again = run("remove", "risk")
    assert (again.code, again.out.count("\n  nothing\n")) == (0, 3), again.out


def test_the_registry_of_the_tooling_account_outlives_the_accounts_of_the_team(aws: Aws, page: Page) -> None:
    groups = account(aws, TOOLING).client("sagemaker").list_model_package_groups()["ModelPackageGroupSummaryList"]
    assert [group["ModelPackageGroupName"] for group in groups] == [GROUP]


def test_a_team_that_gave_its_accounts_back_is_listed_still(run: Run) -> None:
    assert "risk  DELETE_COMPLETE" in run("ls").out
    assert run("plan-removal", "risk").code == 0


def test_every_section_with_commands_was_run(page: Page) -> None:
    assert set(page.done) == set(page.sections)


def test_the_role_of_administrators_can_be_changed(held: Account, page: Page) -> None:
    held.update(STACK_NAME, AdministratorRole="platform/admin-*")
    api = held.client("servicecatalog")
    [portfolio] = api.list_portfolios()["PortfolioDetails"]
    found = api.list_principals_for_portfolio(PortfolioId=portfolio["Id"])["Principals"]
    assert [principal["PrincipalARN"] for principal in found] == ["arn:aws:iam:::role/platform/admin-*"]


def test_the_catalogue_outlives_the_governance_stack_with_its_entries(held: Account, page: Page) -> None:
    kept = held.remove(STACK_NAME)
    assert kept == {"CatalogueLogGroup", "Key", "TeamAccounts"}
    assert entry_of(held.client("dynamodb"), "risk", "DELETE_COMPLETE")["CostCenter"] == "4711"
