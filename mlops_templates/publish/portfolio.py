"""The portfolio stack as it shall be: what is deployed, with the bundle's products made current."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlops_templates.bundle import Bundle, BundledTemplate
from mlops_templates.foundations.portfolio import Offer, Version, offer_id, offer_title, portfolio_template
from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.settings import FIRST_NAME, Settings
from mlops_templates.publish.versions import deployed_versions, with_newest

Document = dict[str, Any]
NO_TEMPLATE: Document = {"Resources": {}, "Outputs": {}}


def request_digest(bundle: Bundle, settings: Settings) -> str:
    """Names what is asked for, so that asking for the same again is known by one read of the stack."""
    products = [
        {
            "name": template.product.name,
            "title": offer_title(template.product, template.scm),
            "description": template.product.description,
            "scm": template.scm,
            "key": template.asset.key,
        }
        for template in bundle.templates
    ]
    asked = {"portfolio": settings.portfolio_name, "principals": sorted(settings.principals), "products": products}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def wanted_template(deployed: Document, bundle: Bundle, name: str | None, principals: Iterable[str]) -> Document:
    """Nothing that is deployed goes: what is not asked for (name, products, versions, principals) stays as it is."""
    offers = [
        Offer(template.product, template.scm, with_newest(_deployed(deployed, template), template, bundle.version))
        for template in bundle.templates
    ]
    template = portfolio_template(name or _deployed_name(deployed), offers, principals)
    made: Document = json.loads(json.dumps(template.to_dict()))
    merged = {part: {**deployed[part], **made[part]} for part in ("Resources", "Outputs")}
    return {**made, **merged}


def _deployed_name(template: Document) -> str:
    portfolio = template["Resources"].get("Portfolio")
    return portfolio["Properties"]["DisplayName"] if portfolio else FIRST_NAME


def _deployed(template: Document, bundled: BundledTemplate) -> tuple[Version, ...]:
    return deployed_versions(template, offer_id(bundled.product, bundled.scm))


def portfolio_changes(deployed: Document, wanted: Document) -> Iterator[Change]:
    """One line per portfolio, product, version and principal."""
    before: Mapping[str, Document] = deployed["Resources"]
    for logical_id, resource in wanted["Resources"].items():
        kind = resource["Type"].removeprefix("AWS::ServiceCatalog::")
        old = before.get(logical_id)
        properties = resource["Properties"]
        if kind == "Portfolio":
            yield Change(_verb(old, resource), "portfolio", properties["DisplayName"])
        elif kind == "CloudFormationProduct":
            yield from _product_changes(old, resource)
        elif kind == "PortfolioPrincipalAssociation":
            yield Change(_verb(old, resource), "principal", properties["PrincipalARN"])


def _product_changes(old: Document | None, new: Document) -> Iterator[Change]:
    name = new["Properties"]["Name"]
    yield Change(_verb(_without_versions(old), _without_versions(new)), "product", name)
    versions = _version_names(new)
    earlier = f"{len(versions) - 1} earlier kept" if len(versions) > 1 else ""
    known = old is not None and versions[-1] in _version_names(old)
    yield Change(Verb.KEEP if known else Verb.ADD, "version", f"{name} {versions[-1]}", earlier)


def _verb(old: Document | None, new: Document | None) -> Verb:
    if old is None:
        return Verb.ADD
    return Verb.KEEP if old == new else Verb.CHANGE


def _without_versions(product: Document | None) -> Document | None:
    if product is None:
        return None
    properties = {key: value for key, value in product["Properties"].items() if key != "ProvisioningArtifactParameters"}
    return {**product, "Properties": properties}


def _version_names(product: Document) -> list[str]:
    return [version["Name"] for version in product["Properties"]["ProvisioningArtifactParameters"]]


def template_text(template: Document) -> str:
    """JSON, because CloudFormation gives it back as it was and boto3 parses it."""
    return json.dumps(template, sort_keys=True, separators=(",", ":"))
