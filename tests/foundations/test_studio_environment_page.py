"""The page of the Studio environment, lived through in its order. One story."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Aws
from tests.foundations.deployed import Account, account
from tests.page import Page, keys_of

PERSON = "333700000011"
EXAMPLES = {
    "vpc": "vpc-0a1b2c3d4e5f60718",
    "security group": "sg-0a1b2c3d4e5f60718",
    "subnets": "subnet-0a1b2c3d4e5f60718,subnet-0b1c2d3e4f5061728,subnet-0c1d2e3f405162738",
}


@pytest.fixture(scope="module")
def held(aws: Aws) -> Account:
    return account(aws, PERSON)


@pytest.fixture(scope="module")
def page(aws: Aws, held: Account) -> Page:
    """The page, with the network of another team in place of its examples."""
    ec2 = held.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.40.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
        for number, zone in enumerate("abc")
    ]
    group = ec2.create_security_group(VpcId=vpc, GroupName="work", Description="of the network team")["GroupId"]
    ids = ",".join(each["Subnet"]["SubnetId"] for each in subnets)
    real = {"vpc": vpc, "security group": group, "subnets": ids}
    instead = {example: real[name] for name, example in EXAMPLES.items()}
    return Page("studio-environment.md", instead, keys_of(aws, held))


def domain(held: Account) -> dict[str, Any]:
    [found] = held.client("sagemaker").list_domains()["Domains"]
    return dict(held.client("sagemaker").describe_domain(DomainId=found["DomainId"]))


def test_a_studio_is_deployed_with_its_personas(page: Page, held: Account) -> None:
    page.run("Deploy it")
    assert domain(held)["AppNetworkAccessType"] == "VpcOnly"
    profiles = held.client("sagemaker").list_user_profiles()["UserProfiles"]
    assert {one["UserProfileName"] for one in profiles} == {"data-scientist", "lead-data-scientist", "ml-engineer"}


def test_projects_are_switched_on_and_leads_may_see_the_products(page: Page, held: Account) -> None:
    assert "\nEnabled\n" in f"\n{page.run('Switch SageMaker Projects on')}"
    api = held.client("servicecatalog")
    [portfolio] = api.list_portfolios()["PortfolioDetails"]
    [principal] = api.list_principals_for_portfolio(PortfolioId=portfolio["Id"])["Principals"]
    lead = held.client("sagemaker").describe_user_profile(
        DomainId=domain(held)["DomainId"], UserProfileName="lead-data-scientist"
    )["UserSettings"]["ExecutionRole"]
    # A principal of a portfolio may stand for a role of that name in any account that it is shared with.
    assert principal["PrincipalARN"].partition(":role/")[2] == lead.partition(":role/")[2]


def test_idle_shutdown_is_changed_in_place_and_a_new_version_is_looked_at_first(page: Page, held: Account) -> None:
    before = domain(held)["DomainId"]
    page.run("Change it")
    assert _idle(held) == 60
    told = page.run("Bring it to a new version")
    assert "Modify\tDomain\tFalse" in told
    assert (domain(held)["DomainId"], _idle(held)) == (before, 240)


def _idle(held: Account) -> int:
    editor = domain(held)["DefaultUserSettings"]["JupyterLabAppSettings"]["AppLifecycleManagement"]
    return int(editor["IdleSettings"]["IdleTimeoutInMinutes"])


def test_a_removal_leaves_the_home_directories_until_a_person_deletes_them(page: Page, held: Account) -> None:
    sections = page.sections["Remove it"]
    assert sections.index("delete-stack") < sections.index("delete-domain")
    page.run("Remove it")
    assert held.client("sagemaker").list_domains()["Domains"] == []
    stacks = [one["StackName"] for one in held.client("cloudformation").describe_stacks()["Stacks"]]
    assert "mlops-templates-studio" not in stacks


def test_a_studio_is_deployed_into_a_network_that_is_there(page: Page, held: Account) -> None:
    page.run("Use a network that is there")
    assert domain(held)["VpcId"] == page.instead[EXAMPLES["vpc"]]


def test_every_section_with_commands_was_run(page: Page) -> None:
    assert set(page.done) == set(page.sections)
