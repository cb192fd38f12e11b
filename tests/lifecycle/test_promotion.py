"""A project goes up floor by floor and keeps all that it holds: Service Catalog moves it to the next product."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.catalog import find_product
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codepipeline import executions
from mlops_templates.projects.offered import find_offered
from mlops_templates.publish import Clients, Settings, apply, make_plan
from mlops_templates.publish.clients import SERVICES
from tests.conftest import Aws
from tests.products.floors import STATEFUL

REGION = "ca-west-1"
FLOORS = ("initial-experiment", "repeatable-real-time", "reliable-real-time", "scalable-real-time")
OWN_ACCOUNT = {"StagingAccountId": ACCOUNT, "ProductionAccountId": ACCOUNT}
PROJECT = "going-up"
LONGEST_MOVE = 300.0
LONG_ENOUGH = 0.2


class Promoted:
    """A project on the lowest floor, with the products above it on offer."""

    def __init__(self, clients: Clients) -> None:
        self.clients = clients
        bundle = make_bundle([find_product(name) for name in FLOORS], "codecommit")
        apply(make_plan(bundle, Settings(), clients), bundle, clients, report=lambda step: None)
        offered = find_offered(FLOORS[0], clients)
        details = {"ProductId": offered.product_id, "ProvisioningArtifactId": offered.artifact_id}
        clients.sagemaker.create_project(ProjectName=PROJECT, ServiceCatalogProvisioningDetails=details)
        projects.wait(PROJECT, clients)

    @property
    def stack(self) -> str:
        project = projects.read_project(PROJECT, self.clients)
        assert project is not None
        return str(project.stack(self.clients))

    def holds(self) -> dict[str, str]:
        """Physical ids of what holds something, by logical id."""
        pages = self.clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.stack)
        found = [one for page in pages for one in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found if one["ResourceType"] in STATEFUL}

    def pipelines(self) -> set[str]:
        pages = self.clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.stack)
        found = [one for page in pages for one in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"] for one in found if one["ResourceType"] == "AWS::CodePipeline::Pipeline"}

    def move(self, product: str, form: dict[str, str]) -> str:
        """The status of the record of the move."""
        offered = find_offered(product, self.clients)
        project = self.clients.sagemaker.describe_project(ProjectName=PROJECT)
        record = self.clients.servicecatalog.update_provisioned_product(
            ProvisionedProductId=project["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductId"],
            ProductId=offered.product_id,
            ProvisioningArtifactId=offered.artifact_id,
            ProvisioningParameters=[{"Key": key, "Value": value} for key, value in form.items()],
        )["RecordDetail"]["RecordId"]
        end = time.monotonic() + LONGEST_MOVE
        while time.monotonic() < end:
            detail = self.clients.servicecatalog.describe_record(Id=record)["RecordDetail"]
            if not detail["Status"].startswith(("CREATED", "IN_PROGRESS")):
                return f"{detail['Status']} {detail.get('RecordErrors', '')}"
            time.sleep(LONG_ENOUGH)
        return "endless"


@pytest.fixture(scope="module")
def promoted(aws: Aws) -> Iterator[Promoted]:
    """Its pipelines start no build: this is about what a stack holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executions, "has_values", lambda definition: False)
        yield Promoted(Clients(*(aws.client(service, REGION) for service in SERVICES)))


@pytest.mark.parametrize(
    ("floor", "form"), [(floor, OWN_ACCOUNT if floor.startswith(("rel", "sca")) else {}) for floor in FLOORS[1:]]
)
def test_a_project_keeps_all_that_it_holds_on_its_way_up(promoted: Promoted, floor: str, form: dict[str, str]) -> None:
    """One story, in order: each floor starts where the one before ended."""
    before = promoted.holds()
    promoted.clients.s3.put_object(Bucket=before["MlDataBucket"], Key=f"{floor}.csv", Body=b"rows")
    assert promoted.move(floor, form) == "SUCCEEDED []"
    assert before.items() <= promoted.holds().items()
    kept = promoted.clients.s3.get_object(Bucket=before["MlDataBucket"], Key=f"{floor}.csv")
    assert kept["Body"].read() == b"rows"
    assert {"BuildPipeline", "DeployPipeline"} <= promoted.pipelines()
