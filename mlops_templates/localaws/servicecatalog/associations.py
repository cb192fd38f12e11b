"""Which products a portfolio offers."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.lookup import in_use, not_found, portfolio_with_id, product_with_id
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.portfolios import portfolio_detail
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import ServiceCatalogState


@SERVICE.action
def associate_product_with_portfolio(call: Call, request: Document) -> Document:
    """Doing it twice is fine."""
    with call.world.lock:
        member = (portfolio_with_id(call, request["PortfolioId"]).id, product_with_id(call, request["ProductId"]).id)
        members = call.state(ServiceCatalogState).members
        if member not in members:
            members.append(member)
    return {}


@SERVICE.action
def disassociate_product_from_portfolio(call: Call, request: Document) -> Document:
    with call.world.lock:
        state = call.state(ServiceCatalogState)
        member = (portfolio_with_id(call, request["PortfolioId"]).id, product_with_id(call, request["ProductId"]).id)
        if member not in state.members:
            raise not_found(f"Product {member[1]} is not associated with portfolio {member[0]}.")
        if any((each.portfolio_id, each.product_id) == member for each in state.constraints.values()):
            raise in_use(f"Product {member[1]} has constraints in portfolio {member[0]}.")
        state.members.remove(member)
    return {}


@SERVICE.action
def list_portfolios_for_product(call: Call, request: Document) -> Document:
    product = product_with_id(call, request["ProductId"])
    state = call.state(ServiceCatalogState)
    portfolios = [state.portfolios[member[0]] for member in state.members if member[1] == product.id]
    items, token = page_of(portfolios, request)
    return {"PortfolioDetails": [portfolio_detail(call, each) for each in items], "NextPageToken": token}
