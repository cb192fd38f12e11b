"""Who starts projects: each persona of Studio tries by its own role, by both channels, and AWS judges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.foundations.studio_environment import FILE_NAME, STACK_NAME
from mlops_templates.foundations.studio_environment.personas import PERSONAS
from mlops_templates.localaws.call import Call
from mlops_templates.projects.offered import find_offered
from mlops_templates.projects.templates import find_template
from mlops_templates.publish import Clients, Settings, apply, make_plan
from mlops_templates.publish.settings import CHANNELS, S3, SERVICE_CATALOG
from tests.conftest import REGION, Aws
from tests.foundations.deployed import Account, account
from tests.projects.conftest import SERVICES, product

LEAD = "lead-data-scientist"


@dataclass(frozen=True)
class Office:
    """An account with Studio, and a product on offer to the lead data scientist."""

    aws: Aws
    account: Account
    roles: dict[str, str]

    @property
    def admin(self) -> Clients:
        return Clients(*(self.account.client(service) for service in SERVICES))

    def as_persona(self, persona: str) -> Call:
        """The account as somebody sees it whose Studio runs with the role of that persona."""
        there = replace(self.aws.call(), account=self.account.id)
        return there.as_role(self.roles[persona], "studio", "sagemaker.amazonaws.com")

    def studio_of(self, persona: str) -> Any:
        return self.as_persona(persona).client("sagemaker")

    def chosen(self, channel: str) -> dict[str, Any]:
        """What Studio asks for, once somebody has chosen the product."""
        if channel == SERVICE_CATALOG:
            product = find_offered("small", self.admin)
            ids = {"ProductId": product.product_id, "ProvisioningArtifactId": product.artifact_id}
            return {"ServiceCatalogProvisioningDetails": ids}
        template = find_template("small", "codecommit", self.admin)
        asked = {"TemplateName": template.name, "TemplateURL": template.url, "RoleARN": template.role_arn}
        return {"TemplateProviders": [{"CfnTemplateProvider": asked}]}


@pytest.fixture(scope="module")
def office(aws: Aws) -> Office:
    made = account(aws, "333400000058")
    ec2 = made.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.58.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.58.{number}.0/24", AvailabilityZone=f"{REGION}{zone}")
        for number, zone in enumerate("abc")
    ]
    ids = ",".join(one["Subnet"]["SubnetId"] for one in subnets)
    group = ec2.create_security_group(VpcId=vpc, GroupName="work", Description="of people")["GroupId"]
    made.deploy(STACK_NAME, FILE_NAME, Network="import", VpcId=vpc, SubnetIds=ids, SecurityGroupId=group)
    roles = {one: f"arn:aws:iam::{made.id}:role/mlops/mlops-templates-studio-{one}-{REGION}" for one in PERSONAS}
    office = Office(aws, made, roles)
    bundle = make_bundle([product("small")], "codecommit")
    settings = Settings(principals=(roles[LEAD],), channels=CHANNELS)
    apply(make_plan(bundle, settings, office.admin), bundle, office.admin, report=lambda step: None)
    return office


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_lead_data_scientist_starts_a_project(office: Office, channel: str) -> None:
    name = f"led-by-{channel}"
    office.studio_of(LEAD).create_project(ProjectName=name, **office.chosen(channel))
    project = projects.wait(name, office.admin)
    assert project is not None
    assert project.status == "CreateCompleted"


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("persona", sorted(set(PERSONAS) - {LEAD}))
def test_nobody_else_starts_one(office: Office, persona: str, channel: str) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: sagemaker:CreateProject"):
        office.studio_of(persona).create_project(ProjectName="mine", **office.chosen(channel))
    assert projects.read_project("mine", office.admin) is None


@pytest.mark.parametrize("persona", sorted(set(PERSONAS) - {LEAD}))
def test_nobody_else_goes_around_studio(office: Office, persona: str) -> None:
    """Not by Service Catalog, and not by a stack that is made with the launch role."""
    there = office.as_persona(persona)
    ids = office.chosen(SERVICE_CATALOG)["ServiceCatalogProvisioningDetails"]
    with pytest.raises(ClientError, match="not authorized to perform: servicecatalog:ProvisionProduct"):
        there.client("servicecatalog").provision_product(ProvisionedProductName="mine", ProvisionToken="1", **ids)
    template = office.chosen(S3)["TemplateProviders"][0]["CfnTemplateProvider"]
    with pytest.raises(ClientError, match="not authorized to perform: cloudformation:CreateStack"):
        there.client("cloudformation").create_stack(
            StackName="SP-mine", TemplateURL=template["TemplateURL"], RoleARN=template["RoleARN"]
        )
