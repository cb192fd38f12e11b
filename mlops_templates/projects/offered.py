"""Published products, found by the tag that publishing gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.portfolio import OWNER, PRODUCT_TAG, SCM_TAG
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained


@dataclass(frozen=True)
class OfferedProduct:
    """A product of ours in Service Catalog, and its newest version."""

    name: str
    scm: str
    product_id: str
    artifact_id: str


def find_offered(name: str, clients: Clients, scm: str = "codecommit") -> OfferedProduct:
    """The product that was published under that name; a product of others, even of the same title, never counts."""
    offered = {product.name: product for product in _all_offered(clients) if product.scm == scm}
    if name in offered:
        return offered[name]
    close = get_close_matches(name, offered, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"Published are: {', '.join(sorted(offered)) or 'none'}."
    raise MlopsTemplatesError(f"No product {name!r} is published in {clients.region}. {hint}")


def _all_offered(clients: Clients) -> list[OfferedProduct]:
    with explained("search the products of Service Catalog"):
        pages = clients.servicecatalog.get_paginator("search_products_as_admin").paginate()
        details = [detail for page in pages for detail in page["ProductViewDetails"]]
        ours = [detail for detail in details if detail["ProductViewSummary"].get("Owner") == OWNER]
        found = [_offered(detail["ProductViewSummary"]["ProductId"], clients) for detail in ours]
    return [product for product in found if product is not None]


def _offered(product_id: str, clients: Clients) -> OfferedProduct | None:
    found = clients.servicecatalog.describe_product_as_admin(Id=product_id)
    tags = {tag["Key"]: tag["Value"] for tag in found.get("Tags", ())}
    artifacts = found.get("ProvisioningArtifactSummaries", ())
    if PRODUCT_TAG not in tags or not artifacts:
        return None
    return OfferedProduct(tags[PRODUCT_TAG], tags.get(SCM_TAG, ""), product_id, _newest(artifacts))


def newest_artifact(product_id: str, clients: Clients) -> str:
    with explained(f"read the versions of product {product_id}"):
        found = clients.servicecatalog.describe_product_as_admin(Id=product_id)
    return _newest(found["ProvisioningArtifactSummaries"])


def _newest(artifacts: Sequence[Mapping[str, Any]]) -> str:
    """Several versions may be made in one second: the later in the list is the newer."""
    return str(max(enumerate(artifacts), key=lambda item: (item[1]["CreatedTime"], item[0]))[1]["Id"])
