"""Plan a publish: reads only, and says what each later write will do."""

from __future__ import annotations

from dataclasses import dataclass

from mlops_templates.bundle import Asset, Bundle
from mlops_templates.foundations.portfolio import STACK_NAME as PORTFOLIO_STACK
from mlops_templates.foundations.portfolio import offer_id, offer_title
from mlops_templates.publish.caller import caller_account, caller_role
from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.change_set import StackChange
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.foundation import plan_foundations
from mlops_templates.publish.objects import missing_assets, stored_keys
from mlops_templates.publish.portfolio import (
    NO_TEMPLATE,
    portfolio_changes,
    request_digest,
    template_text,
    wanted_template,
)
from mlops_templates.publish.s3_channel import S3Plan, plan_s3_channel
from mlops_templates.publish.settings import S3, SERVICE_CATALOG, Settings
from mlops_templates.publish.stack import Stack, read_own_stack, read_template


@dataclass(frozen=True)
class Plan:
    """Every change as a line to read, and what has to be written for it."""

    changes: tuple[Change, ...]
    foundation_stacks: tuple[StackChange, ...]
    uploads: tuple[Asset, ...]
    portfolio_stack: StackChange | None
    portfolio: Stack | None
    s3: S3Plan | None = None

    @property
    def writes(self) -> bool:
        return any(change.verb is not Verb.KEEP for change in self.changes)

    @property
    def seen_by_nobody(self) -> bool:
        """A new portfolio without a principal: its products show in nobody's Studio."""
        kinds = {change.kind for change in self.changes if change.verb is Verb.ADD}
        return "portfolio" in kinds and "principal" not in kinds


def make_plan(bundle: Bundle, settings: Settings, clients: Clients) -> Plan:
    """What must change so that the bundle's products are current in each channel; unchanged, it reads little."""
    products = [template.product for template in bundle.templates]
    foundations = tuple(plan_foundations(clients, products, by_s3=S3 in settings.channels))
    assets = foundations[0].before
    uploads = _uploads(bundle, assets, clients)
    lines = [*(foundation.line for foundation in foundations), *_upload_lines(bundle, uploads)]
    portfolio, portfolio_change, s3 = None, None, None
    if SERVICE_CATALOG in settings.channels:
        portfolio = read_own_stack(clients.cloudformation, PORTFOLIO_STACK)
        portfolio_lines, portfolio_change = _portfolio(bundle, settings, portfolio, clients)
        lines += portfolio_lines
    if S3 in settings.channels:
        s3 = plan_s3_channel(bundle, assets, settings.domain_id, clients)
        lines += s3.changes
    stacks = tuple(foundation.change for foundation in foundations if foundation.change)
    return Plan(tuple(lines), stacks, uploads, portfolio_change, portfolio, s3)


def _uploads(bundle: Bundle, assets: Stack | None, clients: Clients) -> tuple[Asset, ...]:
    if assets is None or assets.never_made:
        return bundle.assets
    bucket = assets.outputs["AssetBucketName"]
    return missing_assets(bundle.assets, stored_keys(clients.s3, bucket, assets.account), bucket)


def _upload_lines(bundle: Bundle, uploads: tuple[Asset, ...]) -> list[Change]:
    return [Change(Verb.ADD if asset in uploads else Verb.KEEP, "asset", asset.key) for asset in bundle.assets]


def _portfolio(
    bundle: Bundle, settings: Settings, before: Stack | None, clients: Clients
) -> tuple[list[Change], StackChange | None]:
    digest = request_digest(bundle, settings)
    if before is None or before.never_made:
        if settings.principals:
            settings.refuse_other_accounts(caller_account(clients.sts))
        principals = settings.principals or caller_role(clients.sts, clients.iam)
        wanted = wanted_template(NO_TEMPLATE, bundle, settings.portfolio_name, principals)
        change = StackChange(PORTFOLIO_STACK, template_text(wanted), digest, before)
        return list(portfolio_changes(NO_TEMPLATE, wanted)), change
    if before.content_digest == digest:
        return _kept(bundle, before), None
    settings.refuse_other_accounts(before.account)
    deployed = read_template(clients.cloudformation, PORTFOLIO_STACK)
    wanted = wanted_template(deployed, bundle, settings.portfolio_name, settings.principals)
    lines = list(portfolio_changes(deployed, wanted))
    if wanted == deployed:
        return lines, None
    return lines, StackChange(PORTFOLIO_STACK, template_text(wanted), digest, before)


def _kept(bundle: Bundle, stack: Stack) -> list[Change]:
    lines = [Change(Verb.KEEP, "portfolio", stack.outputs["PortfolioName"])]
    for template in bundle.templates:
        title = offer_title(template.product, template.scm)
        version = stack.outputs[f"{offer_id(template.product, template.scm)}Version"]
        lines += [Change(Verb.KEEP, "product", title), Change(Verb.KEEP, "version", f"{title} {version}")]
    return lines
