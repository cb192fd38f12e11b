"""A team gets its accounts by one action of an administrator, the catalogue follows, and what is durable stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from mlops_templates.foundations.governance import FILE_NAME, STACK_NAME
from mlops_templates.foundations.governance.catalogue import TABLE
from mlops_templates.foundations.studio_environment import FILE_NAME as STUDIO
from mlops_templates.foundations.target_account import FILE_NAME as TARGET
from mlops_templates.foundations.team_accounts import FILE_NAME as TEAM_ACCOUNTS
from tests.conftest import Aws, policy
from tests.foundations.deployed import Account, account
from tests.waiting import until

TOOLING, STAGING, PRODUCTION = "123456789012", "333800000002", "333800000003"
TEAM = "risk"
GROUP = "risk-p-1"
ADMINISTRATION = "AWSCloudFormationStackSetAdministrationRole"
EXECUTION = "AWSCloudFormationStackSetExecutionRole"


@dataclass(frozen=True)
class Governance:
    """The account of IT, its stage accounts, and the catalogue client of who administers accounts."""

    held: Account
    catalog: Any

    def provision(self) -> tuple[str, str]:
        values = {
            "TeamName": TEAM, "CostCenter": "4711", "ToolingAccountId": TOOLING, "StagingAccountId": STAGING,
            "ProductionAccountId": PRODUCTION, "StageNetwork": "none",
        }  # fmt: skip
        asked = [{"Key": key, "Value": value} for key, value in values.items()]
        name = {"ProductName": "Account set of a team", "ProvisioningArtifactName": "current"}
        record = self.catalog.provision_product(**name, ProvisionedProductName=TEAM, ProvisioningParameters=asked)
        return self.ended(record["RecordDetail"]["RecordId"])

    def terminate(self) -> tuple[str, str]:
        record = self.catalog.terminate_provisioned_product(ProvisionedProductName=TEAM)
        return self.ended(record["RecordDetail"]["RecordId"])

    def ended(self, record: str) -> tuple[str, str]:
        def told() -> tuple[str, str] | None:
            detail = self.catalog.describe_record(Id=record)["RecordDetail"]
            ended = detail["Status"] not in ("CREATED", "IN_PROGRESS")
            return (detail["Status"], str(detail.get("RecordErrors") or "")) if ended else None

        return until(told, "the record of Service Catalog")

    def entry(self, status: str) -> dict[str, str]:
        """The entry of the team, once it has that status."""
        table, key = self.held.client("dynamodb"), {"Team": {"S": TEAM}}

        def told() -> dict[str, str] | None:
            item = table.get_item(TableName=TABLE, Key=key).get("Item", {})
            values = {name: value["S"] for name, value in item.items()}
            return values if values.get("Status") == status else None

        return until(told, f"an entry that is {status}")


def role(of: Account, name: str, trusted: dict[str, str], actions: str) -> str:
    trust = policy({"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"})
    made = of.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
    rights = policy({"Effect": "Allow", "Action": actions, "Resource": "*"})
    of.client("iam").put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
    return str(made["Arn"])


@pytest.fixture(scope="module")
def governance(aws: Aws) -> Governance:
    held = account(aws, "333800000001")
    administrator = role(held, "platform-admin", {"AWS": held.id}, "servicecatalog:*")
    role(held, ADMINISTRATION, {"Service": "cloudformation.amazonaws.com"}, "sts:AssumeRole")
    for stage in (STAGING, PRODUCTION):
        role(account(aws, stage), EXECUTION, {"AWS": held.id}, "*")
    addresses = {
        "TargetTemplateUrl": held.upload(TARGET),
        "StudioTemplateUrl": held.upload(STUDIO),
        "TeamAccountsTemplateUrl": held.upload(TEAM_ACCOUNTS),
    }
    held.deploy(STACK_NAME, FILE_NAME, AdministratorRole="platform-admin", **addresses)
    return Governance(held, held.as_role(administrator).client("servicecatalog"))


def test_a_team_gets_its_accounts_is_catalogued_and_gives_them_back(aws: Aws, governance: Governance) -> None:
    registry = aws.client("sagemaker")
    registry.create_model_package_group(ModelPackageGroupName=GROUP)
    assert governance.provision() == ("SUCCEEDED", "")
    entry = governance.entry("CREATE_COMPLETE")
    assert (entry["StagingAccountId"], entry["ProductionAccountId"], entry["CostCenter"]) == (
        STAGING,
        PRODUCTION,
        "4711",
    )
    for stage in (STAGING, PRODUCTION):
        found = account(aws, stage).client("ssm").get_parameters_by_path(Path="/mlops-templates/target")["Parameters"]
        assert f"sagemaker-mlops-target-{stage}-us-east-1" in [each["Value"] for each in found]
    assert governance.terminate() == ("SUCCEEDED", "")
    gone = governance.entry("DELETE_COMPLETE")
    assert gone["StackId"] == entry["StackId"]
    for stage in (STAGING, PRODUCTION):
        emptied = account(aws, stage)
        live = emptied.client("cloudformation").describe_stacks()["Stacks"]
        assert live == []
        kept = [bucket["Name"] for bucket in emptied.client("s3").list_buckets()["Buckets"]]
        assert kept == [f"sagemaker-mlops-target-{stage}-us-east-1"]
    # The registry is in the tooling account, which no account set touches.
    assert registry.describe_model_package_group(ModelPackageGroupName=GROUP)["ModelPackageGroupName"] == GROUP


def test_the_role_of_administrators_can_be_changed(governance: Governance) -> None:
    governance.held.update(STACK_NAME, AdministratorRole="platform/admin-*")
    api = governance.held.client("servicecatalog")
    [portfolio] = api.list_portfolios()["PortfolioDetails"]
    found = api.list_principals_for_portfolio(PortfolioId=portfolio["Id"])["Principals"]
    assert [principal["PrincipalARN"] for principal in found] == ["arn:aws:iam:::role/platform/admin-*"]


def test_the_catalogue_outlives_the_governance_stack_with_its_entries(governance: Governance) -> None:
    newer = governance.held.upload(TARGET).replace(TARGET, f"newer-{TARGET}")
    governance.held.update(STACK_NAME, TargetTemplateUrl=newer)
    stated = governance.held.client("ssm").get_parameter(Name="/mlops-templates/governance/target-template-url")
    assert stated["Parameter"]["Value"] == newer
    kept = governance.held.remove(STACK_NAME)
    assert kept == {"CatalogueLogGroup", "Key", "TeamAccounts"}
    assert governance.held.client("dynamodb").describe_table(TableName=TABLE)["Table"]["TableStatus"] == "ACTIVE"
