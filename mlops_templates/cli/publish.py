"""`publish`: offer products in Service Catalog and so in SageMaker Studio."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mlops_templates.bundle import Bundle
    from mlops_templates.publish import Clients, Plan, Published

PARTLY_DONE = 5


@click.command(
    "publish",
    epilog="Exit codes: 0 done, or nothing to change; 1 not confirmed, nothing written; 2 bad input or AWS refused, "
    "nothing written; 5 stopped after the first write: running the same command again continues.",
)
@click.option("--product", "products", multiple=True, metavar="NAME", help="Only this product. May be repeated.")
@click.option(
    "--scm",
    default="codecommit",
    show_default=True,
    help="Source-code provider of the projects: codecommit, codeconnections (GitHub, GitLab, Bitbucket) or "
    "github-actions. What was published for another one stays.",
)
@click.option(
    "--channel",
    "channels",
    type=click.Choice(["service-catalog", "s3"]),
    multiple=True,
    default=("service-catalog",),
    show_default=True,
    help="How Studio gets the templates. May be repeated.",
)
@click.option("--domain-id", metavar="ID", help="SageMaker domain that shall show the templates in S3: tag it.")
@click.option("--region", help="AWS region. Default: that of the environment or profile.")
@click.option("--portfolio-name", metavar="NAME", help="Default: as it is; at first, MLOps project templates.")
@click.option(
    "--principal",
    "principals",
    multiple=True,
    metavar="ARN",
    help="Role, user or group that shall see the portfolio, such as the Studio execution role. May be repeated; "
    "principals of earlier publishes stay. Default at the first publish: the role that publishes.",
)
@click.option("--plan", "plan_only", is_flag=True, help="Show what would change and stop. Reads only.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    ctx: click.Context,
    products: tuple[str, ...],
    scm: str,
    channels: tuple[str, ...],
    domain_id: str | None,
    region: str | None,
    portfolio_name: str | None,
    principals: tuple[str, ...],
    plan_only: bool,
    yes: bool,
    output: str,
) -> None:
    """Publish products to AWS: show the plan, ask, upload the assets, then offer them by each channel.

    A second publish of the same changes nothing. Versions once published keep their id and content.

    Example: mlops-templates publish --principal arn:aws:iam::111122223333:role/DataScience
    """
    from mlops_templates.bundle import chosen_products, make_bundle
    from mlops_templates.publish import Settings, connect, make_plan

    settings = Settings(portfolio_name, principals, tuple(dict.fromkeys(channels)), domain_id)
    bundle = make_bundle(chosen_products(products, scm), scm)
    clients = connect(region)
    plan = make_plan(bundle, settings, clients)
    if output == "text":
        _show_plan(plan, clients.region)
    if plan_only:
        _show_json(plan, None, output)
    elif plan.writes and not yes and not _confirmed(output):
        click.echo("Nothing was written. Give --yes to publish without being asked.", err=True)
        ctx.exit(1)
    else:
        _show_published(plan, _applied(ctx, plan, bundle, clients), clients.region, output)


def _applied(ctx: click.Context, plan: Plan, bundle: Bundle, clients: Clients) -> Published:
    from mlops_templates.publish import PublishStoppedError, apply

    try:
        return apply(plan, bundle, clients, report=lambda step: click.echo(f"publish: {step}", err=True))
    except PublishStoppedError as error:
        click.echo(f"mlops-templates: error: {error}", err=True)
        ctx.exit(PARTLY_DONE)


def _confirmed(output: str) -> bool:
    if output == "json" or not sys.stdin.isatty():
        return False
    return click.confirm("Publish this?", default=False, err=True)


def _show_plan(plan: Plan, region: str) -> None:
    click.echo(f"Plan for {region}:")
    for change in plan.changes:
        click.echo(f"  {change}")
    if not plan.writes:
        click.echo("Nothing to change.")


def _show_published(plan: Plan, published: Published, region: str, output: str) -> None:
    _show_json(plan, published, output)
    if output == "text" and published.portfolio_id:
        _show_portfolio(published, region)
    if output == "text" and published.location:
        _show_templates(published, region)
    if plan.seen_by_nobody:
        click.echo("publish: nobody may see the portfolio yet; publish again with --principal ARN", err=True)


def _show_templates(published: Published, region: str) -> None:
    click.echo(f"\nTemplates in {published.location}; their projects are made as AmazonSageMakerProjectsLaunchRole.")
    click.echo(f"In {region} Studio shows them under Projects > Create project > Organization templates:")
    for name in published.templates:
        click.echo(f"  {name}")
    if published.tag_command:
        click.echo(
            f"\nA domain that shall show them needs a tag (or publish with --domain-id): {published.tag_command}"
        )


def _show_portfolio(published: Published, region: str) -> None:
    click.echo(f"\nPortfolio {published.portfolio_id} in {region}. Those who may see it find in Studio,")
    click.echo("under Projects > Create project > Organization templates:")
    for product in published.products:
        click.echo(f"  {product.title}")
        click.echo(f"    {product.name}, product {product.product_id}, version {product.version}")
    click.echo(f"\nNext, a first project: aws sagemaker create-project --project-name first --region {region} \\")
    details = f"ProductId={published.products[0].product_id}"
    click.echo(f"  --service-catalog-provisioning-details {details}")


def _show_json(plan: Plan, published: Published | None, output: str) -> None:
    if output != "json":
        return
    document: dict[str, object] = {
        "changes": [
            {"verb": change.verb.value, "kind": change.kind, "name": change.name, "detail": change.detail}
            for change in plan.changes
        ],
        "written": published is not None and plan.writes,
    }
    if published is not None:
        document["portfolio_id"] = published.portfolio_id
        document["products"] = [vars(product) for product in published.products]
        document["templates"] = list(published.templates)
        document["location"] = published.location
    click.echo(json.dumps(document, indent=2))
