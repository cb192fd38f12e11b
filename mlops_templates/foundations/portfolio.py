"""The portfolio stack: what Service Catalog offers, as one template that can be previewed, rolled back and deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from troposphere import GetAtt, Output, Ref, Sub, Tags, Template
from troposphere.servicecatalog import (
    CloudFormationProduct,
    Info,
    LaunchRoleConstraint,
    Portfolio,
    PortfolioPrincipalAssociation,
    PortfolioProductAssociation,
    ProvisioningArtifactProperties,
)

from mlops_templates.foundations.content_digest import add_content_digest
from mlops_templates.model import Product
from mlops_templates.naming import ACCOUNT, IAM_PATH, PARTITION, REGION, asset_bucket, launch_role_name, logical_id

STACK_NAME = "mlops-templates-portfolio"
OWNER = "mlops-templates"
PRODUCT_TAG = "mlops-templates:product"
SCM_TAG = "mlops-templates:scm"
LONGEST_NAME = 100
HOSTS = {"codecommit": "", "codeconnections": "code connection", "github-actions": "GitHub Actions"}


@dataclass(frozen=True)
class Version:
    """One provisioning artifact: it keeps its name, its description and its template for ever."""

    name: str
    description: str
    template_key: str


@dataclass(frozen=True)
class Offer:
    """A product for one source-code provider, with all its versions, oldest first."""

    product: Product
    scm: str
    versions: tuple[Version, ...]

    @property
    def logical_id(self) -> str:
        return offer_id(self.product, self.scm)


def offer_id(product: Product, scm: str) -> str:
    return logical_id(product.name, scm)


def offer_title(product: Product, scm: str) -> str:
    """What Studio and Service Catalog show; another provider than AWS's own is named, so that no two look the same."""
    host = HOSTS.get(scm, scm)
    return f"{product.studio_name} ({host})" if host else product.studio_name


def template_url(key: str) -> str:
    """Text for `Fn::Sub`: the address of an asset in the account and region of the stack."""
    return f"https://{asset_bucket()}.s3.{REGION}.${{AWS::URLSuffix}}/{key}"


def portfolio_template(name: str, offers: Iterable[Offer], principals: Iterable[str]) -> Template:
    template = Template(Description="Portfolio of mlops-templates: SageMaker projects for every phase of MLOps")
    template.set_version("2010-09-09")
    content = add_content_digest(template)
    portfolio = template.add_resource(
        Portfolio(
            "Portfolio",
            DisplayName=name,
            ProviderName=OWNER,
            Description="SageMaker project templates for every phase of MLOps maturity",
            Tags=Tags({"mlops-templates:part": "portfolio"}),
        )
    )
    template.add_output(Output("PortfolioId", Value=Ref(portfolio), Description="Portfolio in Service Catalog"))
    template.add_output(Output("PortfolioName", Value=name, Description="Its name"))
    template.add_output(content)
    for offer in offers:
        _add_offer(template, portfolio, offer)
    for principal in sorted(set(principals)):
        template.add_resource(_access(portfolio, principal))
    return template


def _add_offer(template: Template, portfolio: Portfolio, offer: Offer) -> None:
    product = template.add_resource(_product(offer))
    association = template.add_resource(
        PortfolioProductAssociation(
            f"{offer.logical_id}Association", PortfolioId=Ref(portfolio), ProductId=Ref(product)
        )
    )
    template.add_resource(
        LaunchRoleConstraint(
            f"{offer.logical_id}LaunchConstraint",
            # Service Catalog refuses the constraint of a product that is not in the portfolio yet.
            DependsOn=association,
            PortfolioId=Ref(portfolio),
            ProductId=Ref(product),
            RoleArn=Sub(f"arn:{PARTITION}:iam::{ACCOUNT}:role{IAM_PATH}{launch_role_name(offer.product.name)}"),
            Description="Projects are made as the launch role, not as the person",
        )
    )
    newest = offer.versions[-1]
    facts = {"ProductId": Ref(product), "ArtifactIds": GetAtt(product, "ProvisioningArtifactIds")}
    for fact, value in {**facts, "Version": newest.name}.items():
        template.add_output(
            Output(f"{offer.logical_id}{fact}", Value=value, Description=offer_title(offer.product, offer.scm))
        )


def _product(offer: Offer) -> CloudFormationProduct:
    product = offer.product
    return CloudFormationProduct(
        f"{offer.logical_id}Product",
        Name=offer_title(product, offer.scm),
        Owner=OWNER,
        Description=product.description,
        Tags=Tags(
            {
                # Studio lists only products that carry this tag.
                "sagemaker:studio-visibility": "true",
                PRODUCT_TAG: product.name,
                "mlops-templates:phase": product.phase.value,
                SCM_TAG: offer.scm,
            }
        ),
        ProvisioningArtifactParameters=[_artifact(version) for version in offer.versions],
    )


def _artifact(version: Version) -> ProvisioningArtifactProperties:
    return ProvisioningArtifactProperties(
        Name=version.name,
        Description=version.description,
        Info=Info(LoadTemplateFromURL=Sub(template_url(version.template_key))),
    )


def _access(portfolio: Portfolio, principal: str) -> PortfolioPrincipalAssociation:
    """One principal. Service Catalog cannot remove an ARN that has a path again, but can remove a pattern."""
    partition, account, role = _parts(principal)
    as_pattern = role.count("/") > 1 or "*" in role or not account
    arn = f"arn:{partition}:iam:::{role}" if as_pattern else principal
    return PortfolioPrincipalAssociation(
        f"Principal{hashlib.sha256(principal.encode()).hexdigest()[:8]}",
        PortfolioId=Ref(portfolio),
        PrincipalARN=arn,
        PrincipalType="IAM_PATTERN" if as_pattern else "IAM",
    )


def _parts(principal: str) -> tuple[str, str, str]:
    _, partition, _, _, account, role = principal.split(":", 5)
    return partition, account, role
