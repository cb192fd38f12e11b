"""An office for products: a bucket of templates, a launch role, a portfolio."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.waiting import until

Document = dict[str, Any]
TEMPLATE: Document = {
    "Parameters": {
        "RepositoryName": {"Type": "String", "MinLength": 1, "Description": "What to call it"},
        "Purpose": {"Type": "String", "Default": "none", "AllowedValues": ["none", "work"]},
    },
    "Resources": {
        "Repository": {
            "Type": "AWS::CodeCommit::Repository",
            "Properties": {"RepositoryName": {"Ref": "RepositoryName"}, "RepositoryDescription": {"Ref": "Purpose"}},
        }
    },
    "Outputs": {"Name": {"Value": {"Ref": "RepositoryName"}, "Description": "What it is called"}},
}


@dataclass(frozen=True)
class Office:
    aws: Any
    name: str
    role: str

    @property
    def catalog(self) -> Any:
        return self.aws.client("servicecatalog")

    def publish_template(self, key: str = "product.json", template: Document | str = TEMPLATE) -> str:
        body = template if isinstance(template, str) else json.dumps(template)
        self.aws.client("s3").put_object(Bucket=self.name, Key=key, Body=body.encode())
        return f"https://{self.name}.s3.us-east-1.amazonaws.com/{key}"

    def portfolio(self, **more: Any) -> str:
        details = {"DisplayName": self.name, "ProviderName": "Platform", **more}
        return str(self.catalog.create_portfolio(**details)["PortfolioDetail"]["Id"])

    def product(self, name: str = "", url: str = "", **more: Any) -> Document:
        info = {"LoadTemplateFromURL": url or self.publish_template()}
        return dict(
            self.catalog.create_product(
                Name=name or self.name,
                Owner="Platform",
                ProductType="CLOUD_FORMATION_TEMPLATE",
                ProvisioningArtifactParameters={"Name": "v1", "Type": "CLOUD_FORMATION_TEMPLATE", "Info": info},
                **more,
            )
        )

    def offer(self, portfolio: str, product: str, role: str = "") -> str:
        self.catalog.associate_product_with_portfolio(PortfolioId=portfolio, ProductId=product)
        constraint = self.catalog.create_constraint(
            PortfolioId=portfolio,
            ProductId=product,
            Type="LAUNCH",
            Parameters=json.dumps({"RoleArn": role or self.role}),
        )
        return str(constraint["ConstraintDetail"]["ConstraintId"])

    def shelf(self, **more: Any) -> tuple[str, str]:
        """A product on offer: its id and the id of its version."""
        made = self.product(**more)
        product = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
        self.offer(self.portfolio(), product)
        return product, made["ProvisioningArtifactDetail"]["Id"]

    def add_version(self, product: str, template: Document, name: str = "v2") -> str:
        url = self.publish_template(f"{name}.json", template)
        parameters = {"Name": name, "Type": "CLOUD_FORMATION_TEMPLATE", "Info": {"LoadTemplateFromURL": url}}
        made = self.catalog.create_provisioning_artifact(ProductId=product, Parameters=parameters)
        return str(made["ProvisioningArtifactDetail"]["Id"])

    def provision(self, product: str, artifact: str, **more: Any) -> Document:
        parameters = [{"Key": "RepositoryName", "Value": self.name}]
        details = {"ProvisionedProductName": self.name, "ProvisioningParameters": parameters, **more}
        record = self.catalog.provision_product(ProductId=product, ProvisioningArtifactId=artifact, **details)
        return dict(record["RecordDetail"])

    def ended(self, record: Document) -> Document:
        def look() -> Document | None:
            found = self.catalog.describe_record(Id=record["RecordId"])
            return dict(found) if found["RecordDetail"]["Status"] in ("SUCCEEDED", "FAILED") else None

        return until(look, "the end of a record")


@pytest.fixture
def office(aws: Any) -> Office:
    name = f"office-{uuid.uuid4().hex[:8]}"
    aws.client("s3").create_bucket(Bucket=name)
    role = aws.role(name, "servicecatalog")
    return Office(aws, name, role)


@pytest.fixture
def template() -> Callable[[], Document]:
    return lambda: json.loads(json.dumps(TEMPLATE))
