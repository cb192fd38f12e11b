"""Search for products, as an administrator and as an end user."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.lookup import invalid, portfolio_with_id
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.products import product_detail, product_summary
from mlops_templates.localaws.servicecatalog.provisioning_artifacts import TYPE
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Product, ServiceCatalogState

FILTERS = frozenset({"FullTextSearch", "Owner", "ProductType", "SourceProductId"})


@SERVICE.action
def search_products_as_admin(call: Call, request: Document) -> Document:
    state = call.state(ServiceCatalogState)
    products: Iterable[Product] = state.products.values()
    if request.get("PortfolioId"):
        portfolio = portfolio_with_id(call, request["PortfolioId"])
        products = [state.products[member[1]] for member in state.members if member[0] == portfolio.id]
    items, token = page_of(_found(products, request), request)
    return {"ProductViewDetails": [product_detail(call, each) for each in items], "NextPageToken": token}


@SERVICE.action
def search_products(call: Call, request: Document) -> Document:
    """Products that some portfolio offers; which principal asks is not looked at."""
    state = call.state(ServiceCatalogState)
    offered = {member[1] for member in state.members}
    found = _found((each for each in state.products.values() if each.id in offered), request)
    items, token = page_of(found, request)
    return {
        "ProductViewSummaries": [product_summary(call, each) for each in items],
        "ProductViewAggregations": _aggregations(found),
        "NextPageToken": token,
    }


def _found(products: Iterable[Product], request: Document) -> list[Product]:
    filters = request.get("Filters", {})
    unknown = sorted(set(filters) - FILTERS)
    if unknown:
        raise invalid(f"Unknown filters: {', '.join(unknown)}")
    found = [each for each in products if all(_matches(each, *item) for item in filters.items())]
    order = {"VersionCount": _version_count, "CreationDate": _creation_date}.get(request.get("SortBy", ""), _title)
    return sorted(found, key=order, reverse=request.get("SortOrder") == "DESCENDING")


def _matches(product: Product, name: str, wanted: list[str]) -> bool:
    if name == "FullTextSearch":
        text = " ".join((product.name, product.owner, product.description, product.distributor, product.id)).lower()
        return all(word.lower() in text for phrase in wanted for word in phrase.split())
    value = {"Owner": product.owner, "ProductType": TYPE, "SourceProductId": product.id}[name]
    return value in wanted


def _title(product: Product) -> tuple[int | datetime | str, ...]:
    return (product.name.lower(), product.id)


def _version_count(product: Product) -> tuple[int | datetime | str, ...]:
    return (len(product.artifacts), product.id)


def _creation_date(product: Product) -> tuple[int | datetime | str, ...]:
    return (product.created, product.id)


def _aggregations(products: list[Product]) -> Document:
    owners = sorted({each.owner for each in products})
    counts = [{"Value": owner, "ApproximateCount": sum(each.owner == owner for each in products)} for owner in owners]
    return {"Owner": counts, "ProductType": [{"Value": TYPE, "ApproximateCount": len(products)}]}
