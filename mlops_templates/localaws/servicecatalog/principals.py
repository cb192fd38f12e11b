"""Who may use the products of a portfolio."""

from __future__ import annotations

import re

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.lookup import invalid, portfolio_with_id
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Principal, ServiceCatalogState

_IAM = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:(user|group|role)/.+")
_PATTERN = re.compile(r"arn:aws[a-z-]*:iam::(\d{12})?:(user|group|role)/.+")


@SERVICE.action
def associate_principal_with_portfolio(call: Call, request: Document) -> Document:
    """Doing it twice is fine. Whether an IAM principal exists is not looked at."""
    portfolio = portfolio_with_id(call, request["PortfolioId"])
    principal = Principal(request["PrincipalARN"], request["PrincipalType"])
    form = _IAM if principal.type == "IAM" else _PATTERN
    if not form.fullmatch(principal.arn) or (principal.type == "IAM" and set("*?") & set(principal.arn)):
        raise invalid(f"Invalid principal ARN for principal type {principal.type}: {principal.arn}")
    with call.world.lock:
        principals = call.state(ServiceCatalogState).principals.setdefault(portfolio.id, [])
        if principal not in principals:
            principals.append(principal)
    return {}


@SERVICE.action
def disassociate_principal_from_portfolio(call: Call, request: Document) -> Document:
    portfolio = portfolio_with_id(call, request["PortfolioId"])
    principal = Principal(request["PrincipalARN"], request.get("PrincipalType", "IAM"))
    with call.world.lock:
        principals = call.state(ServiceCatalogState).principals.get(portfolio.id, [])
        if principal in principals:
            principals.remove(principal)
    return {}


@SERVICE.action
def list_principals_for_portfolio(call: Call, request: Document) -> Document:
    portfolio = portfolio_with_id(call, request["PortfolioId"])
    items, token = page_of(call.state(ServiceCatalogState).principals.get(portfolio.id, []), request)
    principals = [{"PrincipalARN": each.arn, "PrincipalType": each.type} for each in items]
    return {"Principals": principals, "NextPageToken": token}
