"""A person who makes projects in Studio, of a product of the catalog or of a template in S3."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from tests.waiting import until

Document = dict[str, Any]


def template(**changes: Any) -> Document:
    name = {"Fn::Sub": "${SageMakerProjectName}-${SageMakerProjectId}"}
    properties = {"RepositoryName": name, "RepositoryDescription": {"Ref": "Purpose"}}
    repository = {"Type": "AWS::CodeCommit::Repository", "Properties": properties}
    parameters = {
        "SageMakerProjectName": {"Type": "String"},
        "SageMakerProjectId": {"Type": "String"},
        "Purpose": {"Type": "String", "Default": "none"},
    }
    return {"Parameters": parameters, "Resources": {"Repository": repository}, **changes}


@dataclass(frozen=True)
class Studio:
    aws: Any
    name: str
    bucket: str

    @property
    def sagemaker(self) -> Any:
        return self.aws.client("sagemaker")

    @property
    def catalog(self) -> Any:
        return self.aws.client("servicecatalog")

    def publish(self, body: Document, key: str = "template.json") -> str:
        self.aws.client("s3").put_object(Bucket=self.bucket, Key=key, Body=json.dumps(body).encode())
        return f"https://{self.bucket}.s3.us-east-1.amazonaws.com/{key}"

    def role(self, service: str) -> str:
        noun = service.partition(".")[0]
        return self.aws.role(f"{self.name}-{noun}", noun)

    def product(self, body: Document) -> Document:
        info = {"LoadTemplateFromURL": self.publish(body)}
        made = self.catalog.create_product(
            Name=self.name,
            Owner="Platform",
            ProductType="CLOUD_FORMATION_TEMPLATE",
            ProvisioningArtifactParameters={"Name": "v1", "Type": "CLOUD_FORMATION_TEMPLATE", "Info": info},
        )
        product = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
        portfolio = self.catalog.create_portfolio(DisplayName=self.name, ProviderName="Platform")["PortfolioDetail"]
        member = {"PortfolioId": portfolio["Id"], "ProductId": product}
        self.catalog.associate_product_with_portfolio(**member)
        role = json.dumps({"RoleArn": self.role("servicecatalog.amazonaws.com")})
        self.catalog.create_constraint(**member, Type="LAUNCH", Parameters=role)
        return {"ProductId": product}

    def create(self, body: Document, provider: str, parameters: Document | None = None, **more: Any) -> str:
        given = [{"Key": key, "Value": value} for key, value in (parameters or {}).items()]
        if provider == "catalog":
            details = {**self.product(body), "ProvisioningParameters": given}
            made = {"ServiceCatalogProvisioningDetails": details}
        else:
            details = {"TemplateName": "demo", "TemplateURL": self.publish(body), "Parameters": given}
            made = {"TemplateProviders": [{"CfnTemplateProvider": details}]}
        return str(self.sagemaker.create_project(ProjectName=self.name, **made, **more)["ProjectId"])

    def describe(self) -> Document:
        return dict(self.sagemaker.describe_project(ProjectName=self.name))

    def settled(self) -> Document:
        def look() -> Document | None:
            found = self.describe()
            return None if found["ProjectStatus"].endswith(("Progress", "Pending")) else found

        return until(look, f"the rest of project {self.name}")

    def message(self) -> str:
        found = self.settled()
        if "TemplateProviderDetails" in found:
            return str(found["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]["StackDetail"]["StatusMessage"])
        return str(found["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductStatusMessage"])


@pytest.fixture
def studio(aws: Any) -> Studio:
    suffix = uuid.uuid4().hex[:8]
    bucket = f"studio-{suffix}"
    aws.client("s3").create_bucket(Bucket=bucket)
    return Studio(aws, f"Fraud-{suffix}", bucket)


both = pytest.mark.parametrize("provider", ["catalog", "s3"])
