"""A SageMaker project that a test makes of a template, the way an organization does: through Service Catalog."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.testing.failures import ProjectFailedError, StackFailedError, refused
from mlops_templates.localaws.testing.stacks import GONE, PAUSE_SECONDS, WELL, Stack, rest
from mlops_templates.localaws.testing.templates import Template, Value, text, text_of, uploaded

if TYPE_CHECKING:
    from mlops_templates.localaws.testing.account import LocalAccount


@dataclass(frozen=True)
class Project:
    """A project that was created."""

    name: str
    id: str
    arn: str
    stack: Stack
    """What Service Catalog made of the template."""
    account: LocalAccount = field(repr=False, compare=False)

    def delete(self) -> None:
        """Delete it and wait until its stack is gone.

        Raises:
            ProjectFailedError: with the reason of each resource that would not go.
        """
        __tracebackhide__ = True
        self.account.client("sagemaker").delete_project(ProjectName=self.name)
        _rest(self.account, self.name, "DeleteCompleted", frozenset({GONE}))


def create_project(
    account: LocalAccount, name: str, template: Template, parameters: Mapping[str, Value], launch_role: str
) -> Project:
    """Offer the template as a product, with the launch role as its constraint, and create a project of it."""
    __tracebackhide__ = True
    try:
        product, artifact = _offer(account, name, template, launch_role)
        account.client("sagemaker").create_project(
            ProjectName=name,
            ServiceCatalogProvisioningDetails={
                "ProductId": product,
                "ProvisioningArtifactId": artifact,
                "ProvisioningParameters": [{"Key": key, "Value": text(value)} for key, value in parameters.items()],
            },
        )
    except ClientError as error:
        raise ProjectFailedError(refused(f"project {name!r}", error)) from None
    found, stack = _rest(account, name, "CreateCompleted", WELL)
    return Project(name, found["ProjectId"], found["ProjectArn"], stack, account)


def _offer(account: LocalAccount, name: str, template: Template, launch_role: str) -> tuple[str, str]:
    """A product in a portfolio that the account's administrator may launch from: its id and that of its version."""
    catalog = account.client("servicecatalog")
    version = {"Name": "v1", "Type": "CLOUD_FORMATION_TEMPLATE"}
    made = catalog.create_product(
        Name=name,
        Owner="local-aws",
        ProductType="CLOUD_FORMATION_TEMPLATE",
        ProvisioningArtifactParameters={
            **version,
            "Info": {"LoadTemplateFromURL": uploaded(account, text_of(template), name)},
        },
    )
    product = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    portfolio = catalog.create_portfolio(DisplayName=name, ProviderName="local-aws")["PortfolioDetail"]["Id"]
    catalog.associate_product_with_portfolio(ProductId=product, PortfolioId=portfolio)
    catalog.associate_principal_with_portfolio(
        PortfolioId=portfolio, PrincipalARN=account.principal, PrincipalType="IAM"
    )
    if launch_role:
        catalog.create_constraint(
            PortfolioId=portfolio, ProductId=product, Type="LAUNCH", Parameters=f'{{"RoleArn": "{launch_role}"}}'
        )
    return product, made["ProvisioningArtifactDetail"]["Id"]


def _rest(account: LocalAccount, name: str, status: str, well: frozenset[str]) -> tuple[dict[str, Any], Stack]:
    __tracebackhide__ = True
    sagemaker = account.client("sagemaker")
    while (found := sagemaker.describe_project(ProjectName=name))["ProjectStatus"].endswith(("Pending", "InProgress")):
        time.sleep(PAUSE_SECONDS)
    details = found["ServiceCatalogProvisionedProductDetails"]
    told = f"project {name!r} is in {found['ProjectStatus']}\n"
    try:
        stack = rest(account, _stack_of(account, details["ProvisionedProductId"]), "its stack", well)
    except StackFailedError as error:
        raise ProjectFailedError(f"{told}{error}") from None
    except ClientError:  # there is no stack
        raise ProjectFailedError(f"{told}  {details['ProvisionedProductStatusMessage']}") from None
    if found["ProjectStatus"] != status:
        raise ProjectFailedError(f"{told}  {details.get('ProvisionedProductStatusMessage')}")
    return found, stack


def _stack_of(account: LocalAccount, provisioned_product: str) -> str:
    """The stack's id, which stays valid when the stack is gone."""
    name = f"SC-{account.id}-{provisioned_product}"
    pages = account.client("cloudformation").get_paginator("list_stacks").paginate()
    listed = [each for page in pages for each in page["StackSummaries"]]
    return str(next((each["StackId"] for each in listed if each["StackName"] == name), name))
