"""The channel of S3 project templates: what is planned for it, and carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mlops_templates.bundle import Bundle
from mlops_templates.naming import asset_bucket
from mlops_templates.publish.change import Change
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.domain import DomainTag, plan_domain_tag, put_domain_tag
from mlops_templates.publish.problems import explained
from mlops_templates.publish.project_templates import (
    ProjectTemplate,
    location,
    plan_project_templates,
    put_project_template,
)
from mlops_templates.publish.stack import Stack


@dataclass(frozen=True)
class S3Plan:
    """Lines to read, templates to write, and the tag of the domain unless it is right or of no concern."""

    changes: tuple[Change, ...]
    templates: tuple[ProjectTemplate, ...]
    tag: DomainTag | None
    advised: DomainTag
    """What to tag a domain with that this publish does not know."""
    names_domain: bool = False


def plan_s3_channel(bundle: Bundle, assets: Stack | None, domain_id: str | None, clients: Clients) -> S3Plan:
    planned = list(plan_project_templates(bundle, assets, clients.s3))
    lines, tag = [line for line, _ in planned], None
    advised = _domain_tag(domain_id or "DOMAIN_ID", clients)
    if domain_id:
        line, tag = plan_domain_tag(advised, clients.sagemaker)
        lines.append(line)
    return S3Plan(tuple(lines), tuple(template for _, template in planned if template), tag, advised, bool(domain_id))


def apply_s3_channel(plan: S3Plan, assets: Stack, clients: Clients, report: Callable[[str], None]) -> None:
    for template in plan.templates:
        report(f"template {template.name}")
        put_project_template(template, assets, clients.s3)
    if plan.tag:
        report(f"tag of {plan.tag.arn}")
        put_domain_tag(plan.tag, clients.sagemaker)


def _domain_tag(domain_id: str, clients: Clients) -> DomainTag:
    with explained("find out who is calling"):
        caller = clients.sts.get_caller_identity()
    account, partition = str(caller["Account"]), str(caller["Arn"]).split(":")[1]
    arn = f"arn:{partition}:sagemaker:{clients.region}:{account}:domain/{domain_id}"
    return DomainTag(arn, location(asset_bucket(account, clients.region)))
