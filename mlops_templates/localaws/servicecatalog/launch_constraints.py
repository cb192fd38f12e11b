"""Launch constraints: the role as which a product is provisioned."""

from __future__ import annotations

import json

from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.servicecatalog.idempotency import idempotent
from mlops_templates.localaws.servicecatalog.lookup import (
    constraint_with_id,
    invalid,
    not_found,
    portfolio_with_id,
    product_with_id,
)
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Constraint, ServiceCatalogState


@SERVICE.action
@idempotent("IdempotencyToken")
def create_constraint(call: Call, request: Document) -> Document:
    portfolio, product = portfolio_with_id(call, request["PortfolioId"]), product_with_id(call, request["ProductId"])
    launch_role(call, request["Parameters"])
    constraint = Constraint(portfolio.id, product.id, request.get("Description", ""), request["Parameters"])
    with call.world.lock:
        state = call.state(ServiceCatalogState)
        if (portfolio.id, product.id) not in state.members:
            raise not_found(f"Product {product.id} is not associated with portfolio {portfolio.id}.")
        if launch_constraint(call, portfolio.id, product.id) is not None:
            message = f"Product {product.id} already has a launch constraint in portfolio {portfolio.id}."
            raise AwsError("DuplicateResourceException", message)
        state.constraints[constraint.id] = constraint
    return _answer(call, constraint)


@SERVICE.action
def describe_constraint(call: Call, request: Document) -> Document:
    return _answer(call, constraint_with_id(call, request["Id"]))


@SERVICE.action
def update_constraint(call: Call, request: Document) -> Document:
    constraint = constraint_with_id(call, request["Id"])
    if "Parameters" in request:
        launch_role(call, request["Parameters"])
        constraint.parameters = request["Parameters"]
    constraint.description = request.get("Description", constraint.description)
    return _answer(call, constraint)


@SERVICE.action
def delete_constraint(call: Call, request: Document) -> Document:
    with call.world.lock:
        del call.state(ServiceCatalogState).constraints[constraint_with_id(call, request["Id"]).id]
    return {}


@SERVICE.action
def list_constraints_for_portfolio(call: Call, request: Document) -> Document:
    portfolio = portfolio_with_id(call, request["PortfolioId"])
    found = [
        each
        for each in call.state(ServiceCatalogState).constraints.values()
        if each.portfolio_id == portfolio.id and request.get("ProductId") in (None, each.product_id)
    ]
    items, token = page_of(found, request)
    return {"ConstraintDetails": [_detail(call, each) for each in items], "NextPageToken": token}


def launch_constraint(call: Call, portfolio_id: str, product_id: str) -> Constraint | None:
    """The one launch constraint of a product in a portfolio."""
    for each in call.state(ServiceCatalogState).constraints.values():
        if (each.portfolio_id, each.product_id) == (portfolio_id, product_id):
            return each
    return None


def launch_role(call: Call, parameters: str) -> str:
    """The ARN of the role that a constraint's parameters name by `RoleArn` or `LocalRoleName`.

    Raises:
        AwsError: InvalidParametersException, for other parameters and for a role that does not exist.
    """
    try:
        given = json.loads(parameters)
    except ValueError as error:
        raise invalid(f"Constraint parameters are not valid JSON: {error}") from error
    if not isinstance(given, dict) or len(given) != 1 or not set(given) <= {"RoleArn", "LocalRoleName"}:
        raise invalid("A launch constraint takes either RoleArn or LocalRoleName")
    arn = given.get("RoleArn") or entities.role_arn(call.account, given["LocalRoleName"])
    if entities.role(arn) is None:
        raise invalid(f"The launch role {arn} does not exist")
    return str(arn)


def _detail(call: Call, constraint: Constraint) -> Document:
    return {
        "ConstraintId": constraint.id,
        "Type": constraint.type,
        "Description": constraint.description,
        "Owner": call.account,
        "ProductId": constraint.product_id,
        "PortfolioId": constraint.portfolio_id,
    }


def _answer(call: Call, constraint: Constraint) -> Document:
    return {
        "ConstraintDetail": _detail(call, constraint),
        "ConstraintParameters": constraint.parameters,
        "Status": "AVAILABLE",
    }
