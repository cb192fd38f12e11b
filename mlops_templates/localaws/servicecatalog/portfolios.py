"""Portfolios."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.idempotency import idempotent
from mlops_templates.localaws.servicecatalog.lookup import in_use, portfolio_with_id
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Portfolio, ServiceCatalogState
from mlops_templates.localaws.servicecatalog.tags import changed, read_tags, tag_list


@SERVICE.action
@idempotent("IdempotencyToken")
def create_portfolio(call: Call, request: Document) -> Document:
    portfolio = Portfolio(
        name=request["DisplayName"],
        provider=request["ProviderName"],
        description=request.get("Description", ""),
        tags=read_tags(request.get("Tags", [])),
    )
    call.state(ServiceCatalogState).portfolios[portfolio.id] = portfolio
    return {"PortfolioDetail": portfolio_detail(call, portfolio), "Tags": tag_list(portfolio.tags)}


@SERVICE.action
def describe_portfolio(call: Call, request: Document) -> Document:
    portfolio = portfolio_with_id(call, request["Id"])
    return {"PortfolioDetail": portfolio_detail(call, portfolio), "Tags": tag_list(portfolio.tags)}


@SERVICE.action
def list_portfolios(call: Call, request: Document) -> Document:
    items, token = page_of(list(call.state(ServiceCatalogState).portfolios.values()), request)
    return {"PortfolioDetails": [portfolio_detail(call, each) for each in items], "NextPageToken": token}


@SERVICE.action
def update_portfolio(call: Call, request: Document) -> Document:
    portfolio = portfolio_with_id(call, request["Id"])
    portfolio.tags = changed(portfolio.tags, request)
    portfolio.name = request.get("DisplayName", portfolio.name)
    portfolio.provider = request.get("ProviderName", portfolio.provider)
    portfolio.description = request.get("Description", portfolio.description)
    return {"PortfolioDetail": portfolio_detail(call, portfolio), "Tags": tag_list(portfolio.tags)}


@SERVICE.action
def delete_portfolio(call: Call, request: Document) -> Document:
    with call.world.lock:
        state, portfolio = call.state(ServiceCatalogState), portfolio_with_id(call, request["Id"])
        if any(member[0] == portfolio.id for member in state.members):
            raise in_use(f"Portfolio {portfolio.id} has associated products.")
        if state.principals.get(portfolio.id):
            raise in_use(f"Portfolio {portfolio.id} has associated principals.")
        del state.portfolios[portfolio.id]
    return {}


def portfolio_detail(call: Call, portfolio: Portfolio) -> Document:
    return {
        "Id": portfolio.id,
        "ARN": call.arn("catalog", f"portfolio/{portfolio.id}"),
        "DisplayName": portfolio.name,
        "Description": portfolio.description,
        "ProviderName": portfolio.provider,
        "CreatedTime": portfolio.created,
    }
