"""The accounts and regions that a request means."""

from __future__ import annotations

import re

from mlops_templates.localaws.cloudformation.stack_sets.state import Place
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

_REGION = re.compile(r"(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d")


def targets(request: Document) -> list[Place]:
    """Every account in every region; none when the request names neither.

    Raises:
        AwsError: `ValidationError`; AWS's words for an unknown region and for half a target are not known.
    """
    accounts, regions = _accounts(request), list(dict.fromkeys(request.get("Regions") or ()))
    if bool(accounts) != bool(regions):
        raise invalid("You must specify both Accounts and Regions.")
    for region in regions:
        if not _REGION.fullmatch(region):
            raise invalid(f"Region {region} is not supported")
    return [(account, region) for region in regions for account in accounts]


def _accounts(request: Document) -> list[str]:
    within = request.get("DeploymentTargets")
    if within is None:
        return list(dict.fromkeys(request.get("Accounts") or ()))
    if request.get("Accounts"):
        raise invalid("You can specify Accounts or DeploymentTargets, but not both.")
    if within.get("OrganizationalUnitIds") or not within.get("Accounts"):
        raise invalid("StackSets with SELF_MANAGED permission model can only have Accounts as target")
    return list(dict.fromkeys(within["Accounts"]))
