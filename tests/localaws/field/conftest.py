"""A platform team's product, its launch role, and a project made from it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import Aws, policy
from tests.waiting import until

Document = dict[str, Any]

STACK = (
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:GetTemplateSummary",
    "cloudformation:SetStackPolicy",
    "cloudformation:TagResource",
    "cloudformation:UpdateStack",
    "cloudformation:ValidateTemplate",
    "s3:GetObject",
)
"""What every launch role needs, whatever the product is made of."""


def project_template(**resources: Document) -> Document:
    """A project template of these resources."""
    parameters = {"SageMakerProjectName": {"Type": "String"}, "SageMakerProjectId": {"Type": "String"}}
    return {"Parameters": parameters, "Resources": resources}


@dataclass(frozen=True)
class Platform:
    """Who publishes a product and makes projects from it; every name carries `suffix`."""

    aws: Aws
    suffix: str

    @property
    def bucket(self) -> str:
        return f"platform-{self.suffix}"

    @property
    def launch_role(self) -> str:
        return f"launch-{self.suffix}"

    def may(self, actions: Iterable[str], role: str = "") -> None:
        """Give the launch role, or another, these permissions and no others."""
        statement = {"Effect": "Allow", "Action": sorted(actions), "Resource": "*"}
        self.aws.client("iam").put_role_policy(
            RoleName=role or self.launch_role, PolicyName="rights", PolicyDocument=policy(statement)
        )

    def role(self, name: str, *services: str, accounts: Iterable[str] = ()) -> str:
        """The ARN of a new role without permissions that these services and accounts may assume."""
        principal = {"Service": [f"{service}.amazonaws.com" for service in services], "AWS": list(accounts)}
        trusted = {kind: names for kind, names in principal.items() if names}
        trust = policy({"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"})
        made = self.aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
        return str(made["Arn"])

    def put(self, key: str, body: bytes) -> str:
        self.aws.client("s3").put_object(Bucket=self.bucket, Key=key, Body=body)
        return f"https://{self.bucket}.s3.us-east-1.amazonaws.com/{key}"

    def offer(self, template: Document, role_arn: str = "") -> str:
        """The id of a product that can be launched, with the launch role unless another is given."""
        info = {"LoadTemplateFromURL": self.put("v1.json", json.dumps(template).encode())}
        catalog = self.aws.client("servicecatalog")
        made = catalog.create_product(
            Name=f"product-{self.suffix}",
            Owner="Platform",
            ProductType="CLOUD_FORMATION_TEMPLATE",
            ProvisioningArtifactParameters={"Name": "v1", "Type": "CLOUD_FORMATION_TEMPLATE", "Info": info},
        )
        product = str(made["ProductViewDetail"]["ProductViewSummary"]["ProductId"])
        detail = catalog.create_portfolio(DisplayName=f"portfolio-{self.suffix}", ProviderName="Platform")
        member = {"PortfolioId": detail["PortfolioDetail"]["Id"], "ProductId": product}
        catalog.associate_product_with_portfolio(**member)
        role = role_arn or self.role(self.launch_role, "servicecatalog")
        catalog.create_constraint(**member, Type="LAUNCH", Parameters=json.dumps({"RoleArn": role}))
        return product

    def add_version(self, product: str, template: Document) -> str:
        info = {"LoadTemplateFromURL": self.put("v2.json", json.dumps(template).encode())}
        made = self.aws.client("servicecatalog").create_provisioning_artifact(
            ProductId=product, Parameters={"Name": "v2", "Type": "CLOUD_FORMATION_TEMPLATE", "Info": info}
        )
        return str(made["ProvisioningArtifactDetail"]["Id"])

    def create(self, product: str, name: str = "") -> str:
        """Create a project and tell how that ended."""
        name = name or f"fraud-{self.suffix}"
        details = {"ProductId": product}
        self.aws.client("sagemaker").create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details)
        return self.ended(name)

    def update(self, version: str) -> str:
        """Bring the project to another version and tell how that ended."""
        name = f"fraud-{self.suffix}"
        details = {"ProvisioningArtifactId": version}
        sagemaker = self.aws.client("sagemaker")
        sagemaker.update_project(ProjectName=name, ServiceCatalogProvisioningUpdateDetails=details)
        return self.ended(name)

    def delete(self, name: str = "") -> str:
        """Delete the project and tell how that ended."""
        name = name or f"fraud-{self.suffix}"
        self.aws.client("sagemaker").delete_project(ProjectName=name)
        return self.ended(name)

    def ended(self, name: str) -> str:
        """Status and message of a project at rest."""

        def look() -> Mapping[str, Any] | None:
            shown = self.project(name)
            return None if shown["ProjectStatus"].endswith(("Progress", "Pending")) else shown

        found = until(look, f"the rest of project {name}")
        told = found.get("ServiceCatalogProvisionedProductDetails", {}).get("ProvisionedProductStatusMessage", "")
        return f"{found['ProjectStatus']}: {told}"

    def project(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.aws.client("sagemaker").describe_project(ProjectName=name)
        return found


@pytest.fixture
def platform(aws: Aws) -> Platform:
    made = Platform(aws, uuid.uuid4().hex[:8])
    aws.client("s3").create_bucket(Bucket=made.bucket)
    return made
