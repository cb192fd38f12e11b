"""Carry out a plan: assets stack, assets, portfolio stack; so no template is offered before it exists."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from mlops_templates.bundle import Asset, Bundle
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.assets import STACK_NAME as ASSETS_STACK
from mlops_templates.foundations.portfolio import offer_id, offer_title
from mlops_templates.publish.change_set import StackChange, apply_stack
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.objects import upload
from mlops_templates.publish.plan import Plan
from mlops_templates.publish.problems import PublishStoppedError
from mlops_templates.publish.project_templates import project_template
from mlops_templates.publish.s3_channel import S3Plan, apply_s3_channel
from mlops_templates.publish.stack import Stack, read_stack

INLINE_LIMIT = 51_200
Report = Callable[[str], None]


@dataclass(frozen=True)
class PublishedProduct:
    """A product as data scientists see it."""

    name: str
    title: str
    product_id: str
    version: str


@dataclass(frozen=True)
class Published:
    """What is offered after a publish."""

    portfolio_id: str
    products: tuple[PublishedProduct, ...]
    location: str = ""
    """Where project templates are in S3, if they were published there."""
    templates: tuple[str, ...] = ()
    tag_command: str = ""
    """How to tell a domain of them, unless this publish did."""


def apply(plan: Plan, bundle: Bundle, clients: Clients, report: Report) -> Published:
    """Make every change of the plan; a failure names the step, and running again continues from there."""
    portfolio = plan.portfolio
    if plan.writes:
        try:
            portfolio = _apply(plan, clients, report)
        except MlopsTemplatesError as error:
            raise PublishStoppedError(f"{error}\nThe publish is not complete; running it again continues.") from error
    return published(bundle, portfolio, plan.s3)


def published(bundle: Bundle, portfolio: Stack | None, s3: S3Plan | None = None) -> Published:
    outputs = portfolio.outputs if portfolio else {}
    offered = bundle.templates if portfolio else ()
    products = [(template.product, template.scm, offer_id(template.product, template.scm)) for template in offered]
    return Published(
        outputs.get("PortfolioId", ""),
        tuple(
            PublishedProduct(
                product.name,
                offer_title(product, scm),
                outputs.get(f"{offer}ProductId", ""),
                outputs.get(f"{offer}Version", ""),
            )
            for product, scm, offer in products
        ),
        s3.advised.location if s3 else "",
        tuple(project_template(template).name for template in bundle.templates) if s3 else (),
        "" if s3 is None or s3.names_domain else s3.advised.command,
    )


def _apply(plan: Plan, clients: Clients, report: Report) -> Stack | None:
    assets = _foundations(plan, clients, report)
    for asset in plan.uploads:
        report(f"asset {asset.key}")
        upload(clients.s3, assets.outputs["AssetBucketName"], assets.account, asset)
    portfolio = plan.portfolio
    if plan.portfolio_stack is not None:
        report(f"stack {plan.portfolio_stack.name}")
        portfolio = apply_stack(clients.cloudformation, _sent_by_url(plan.portfolio_stack, assets, clients))
    if plan.s3 is not None:
        apply_s3_channel(plan.s3, assets, clients, report)
    return portfolio


def _foundations(plan: Plan, clients: Clients, report: Report) -> Stack:
    """Make the foundation stacks; the assets stack comes first, because its bucket takes the longer templates."""
    assets: Stack | None = None
    for change in plan.foundation_stacks:
        report(f"stack {change.name}")
        assets = assets or _standing_assets(change, clients)
        sent = change if assets is None else _sent_by_url(change, assets, clients)
        made = apply_stack(clients.cloudformation, sent)
        assets = assets or made
    assets = assets or read_stack(clients.cloudformation, ASSETS_STACK)
    if assets is None:
        raise MlopsTemplatesError(f"Stack {ASSETS_STACK} has gone since the plan was made.")
    return assets


def _standing_assets(change: StackChange, clients: Clients) -> Stack | None:
    """The assets stack, unless it is the one to be made."""
    return None if change.name == ASSETS_STACK else read_stack(clients.cloudformation, ASSETS_STACK)


def _sent_by_url(change: StackChange, assets: Stack, clients: Clients) -> StackChange:
    """A template too long for a request goes through the asset bucket."""
    if len(change.template.encode()) <= INLINE_LIMIT:
        return change
    bucket = assets.outputs["AssetBucketName"]
    content = change.template.encode()
    asset = Asset(f"stacks/{change.name}-{hashlib.sha256(content).hexdigest()[:16]}.json", content)
    upload(clients.s3, bucket, assets.account, asset)
    endpoint = f"https://{bucket}.s3.{clients.region}.amazonaws.com"
    return replace(change, template_url=f"{endpoint}/{asset.key}")
