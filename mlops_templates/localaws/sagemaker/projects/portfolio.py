"""Whether SageMaker's own products are enabled in Service Catalog. The built-in portfolio itself is not emulated."""

from __future__ import annotations

from dataclasses import dataclass

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.service import SERVICE


@dataclass
class PortfolioState:
    """The switch of one account and region."""

    enabled: bool = False


@SERVICE.action
def enable_sagemaker_servicecatalog_portfolio(call: Call, request: Document) -> Document:
    call.state(PortfolioState).enabled = True
    return {}


@SERVICE.action
def disable_sagemaker_servicecatalog_portfolio(call: Call, request: Document) -> Document:
    call.state(PortfolioState).enabled = False
    return {}


@SERVICE.action
def get_sagemaker_servicecatalog_portfolio_status(call: Call, request: Document) -> Document:
    return {"Status": "Enabled" if call.state(PortfolioState).enabled else "Disabled"}
