"""Provisioned products and projects that stay in the middle of what they do, and how they end."""

from __future__ import annotations

import json
from typing import Any

from tests.localaws.keeping.reborn import REGION, Reborn
from tests.waiting import until

HELD = {"Type": "String", "Default": "held nowhere"}


def template(*parameters: str, name: str) -> str:
    """A parameter of the parameter store, in the middle of whose making, changing or deleting a server stays."""
    properties = {
        "Name": {"Fn::Sub": name},
        "Type": "String",
        "Value": {"Ref": "Value"},
        "Description": {"Ref": "Held"},
    }
    declared = {each: {"Type": "String"} for each in parameters}
    value = {"Type": "String", "Default": "one"}
    resources = {"A": {"Type": "AWS::SSM::Parameter", "Properties": properties}}
    return json.dumps({"Parameters": {**declared, "Held": HELD, "Value": value}, "Resources": resources})


def publish(aws: Reborn, key: str, body: str) -> str:
    """The id of a product of a template."""
    aws.client("s3").put_object(Bucket="templates", Key=key, Body=body.encode())
    catalog = aws.client("servicecatalog")
    product = catalog.create_product(
        Name=key,
        Owner="me",
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters={
            "Name": "1",
            "Type": "CLOUD_FORMATION_TEMPLATE",
            "Info": {"LoadTemplateFromURL": f"https://templates.s3.{REGION}.amazonaws.com/{key}"},
        },
    )["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    portfolio = catalog.create_portfolio(DisplayName=key, ProviderName="me")["PortfolioDetail"]["Id"]
    member = {"PortfolioId": portfolio, "ProductId": product}
    catalog.associate_product_with_portfolio(**member)
    role = json.dumps({"RoleArn": aws.role(f"launch-{key}", "servicecatalog", "cloudformation")})
    catalog.create_constraint(**member, Type="LAUNCH", Parameters=role)
    return str(product)


def listed(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


class Products:
    """Provisioned products of one product, by name."""

    def __init__(self, aws: Reborn) -> None:
        self.aws, self.catalog = aws, aws.client("servicecatalog")

    def again(self) -> None:
        self.catalog = self.aws.client("servicecatalog")

    def provision(self, name: str, held: str = "held nowhere") -> str:
        answer = self.catalog.provision_product(
            ProductName="thing",
            ProvisioningArtifactName="1",
            ProvisionedProductName=name,
            ProvisioningParameters=listed(Name=f"product/{name}", Held=held),
        )
        return str(answer["RecordDetail"]["RecordId"])

    def update(self, name: str, value: str, held: str = "held nowhere") -> str:
        answer = self.catalog.update_provisioned_product(
            ProvisionedProductName=name, ProvisioningParameters=listed(Value=value, Held=held)
        )
        return str(answer["RecordDetail"]["RecordId"])

    def terminate(self, name: str) -> str:
        answer = self.catalog.terminate_provisioned_product(ProvisionedProductName=name)
        return str(answer["RecordDetail"]["RecordId"])

    def ended(self, record: str) -> dict[str, Any]:
        def found() -> dict[str, Any] | None:
            detail = self.catalog.describe_record(Id=record)["RecordDetail"]
            return None if detail["Status"] in ("CREATED", "IN_PROGRESS") else dict(detail)

        return until(found, "the end of a record")

    def succeeds(self, record: str) -> None:
        ended = self.ended(record)
        assert ended["Status"] == "SUCCEEDED", ended["RecordErrors"]

    def status(self, name: str) -> dict[str, Any]:
        return dict(self.catalog.describe_provisioned_product(Name=name)["ProvisionedProductDetail"])


class Projects:
    """Projects of a product of the catalog, or of a template in S3."""

    def __init__(self, aws: Reborn, product: str) -> None:
        self.aws, self.product, self.api = aws, product, aws.client("sagemaker")
        self.url = f"https://templates.s3.{REGION}.amazonaws.com/project"

    def again(self) -> None:
        self.api = self.aws.client("sagemaker")

    def create(self, name: str, way: str, held: str = "held nowhere") -> None:
        given = listed(Held=held)
        if way == "catalog":
            product = {"ProductId": self.product, "ProvisioningParameters": given}
            self.api.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=product)
        else:
            self.api.create_project(ProjectName=name, TemplateProviders=self._providers(given))

    def update(self, name: str, way: str, value: str, held: str = "held nowhere") -> None:
        given = listed(Value=value, Held=held)
        if way == "catalog":
            asked = {"ProvisioningParameters": given}
            self.api.update_project(ProjectName=name, ServiceCatalogProvisioningUpdateDetails=asked)
        else:
            self.api.update_project(ProjectName=name, TemplateProvidersToUpdate=self._providers(given))

    def _providers(self, given: list[dict[str, str]]) -> list[dict[str, Any]]:
        provider = {"TemplateName": "t", "TemplateURL": self.url, "Parameters": given}
        return [{"CfnTemplateProvider": provider}]

    def ended(self, name: str) -> str:
        def found() -> str | None:
            status = self.api.describe_project(ProjectName=name)["ProjectStatus"]
            return None if status == "Pending" or status.endswith("InProgress") else str(status)

        return until(found, f"the end of project {name}")

    def reason(self, name: str) -> str:
        return json.dumps(self.api.describe_project(ProjectName=name), default=str)
