"""AWS::ServiceCatalog: portfolios, associations, launch role constraints."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.service_catalog_product import PRODUCT
from mlops_templates.localaws.cloudformation.tag_changes import tag_changes
from mlops_templates.localaws.document import Document

NOT_FOUND = "ResourceNotFoundException"


def _create_portfolio(call: Call, resource: Resource) -> Made:
    wanted = picked(resource.properties, ("DisplayName", "ProviderName", "Description", "AcceptLanguage"))
    tags = [{"Key": key, "Value": value} for key, value in resource.tags.items()]
    made = call.client("servicecatalog").create_portfolio(**wanted, Tags=tags)["PortfolioDetail"]
    return _portfolio(made)


def _update_portfolio(call: Call, resource: Resource, old: Document) -> Made:
    wanted = picked(resource.properties, ("DisplayName", "ProviderName", "AcceptLanguage"))
    made = call.client("servicecatalog").update_portfolio(
        Id=resource.physical_id,
        Description=resource.properties.get("Description", ""),
        **wanted,
        **tag_changes(resource),
    )["PortfolioDetail"]
    return _portfolio(made)


def _delete_portfolio(call: Call, resource: Resource) -> None:
    with gone_is_fine(NOT_FOUND):
        call.client("servicecatalog").delete_portfolio(Id=resource.physical_id)


def _portfolio(made: Document) -> Made:
    return Made(made["Id"], {"PortfolioName": made["DisplayName"], "Id": made["Id"]})


def _create_association(call: Call, resource: Resource) -> Made:
    member = picked(resource.properties, ("PortfolioId", "ProductId", "SourcePortfolioId"))
    call.client("servicecatalog").associate_product_with_portfolio(**member)
    return Made(f"{member['PortfolioId']}|{member['ProductId']}")


def _delete_association(call: Call, resource: Resource) -> None:
    with gone_is_fine(NOT_FOUND):
        member = picked(resource.properties, ("PortfolioId", "ProductId"))
        call.client("servicecatalog").disassociate_product_from_portfolio(**member)


def _create_principal(call: Call, resource: Resource) -> Made:
    principal = picked(resource.properties, ("PortfolioId", "PrincipalARN", "PrincipalType"))
    call.client("servicecatalog").associate_principal_with_portfolio(**principal)
    return Made(f"{principal['PortfolioId']}|{principal['PrincipalARN']}")


def _delete_principal(call: Call, resource: Resource) -> None:
    with gone_is_fine(NOT_FOUND):
        principal = picked(resource.properties, ("PortfolioId", "PrincipalARN", "PrincipalType"))
        call.client("servicecatalog").disassociate_principal_from_portfolio(**principal)


def _create_constraint(call: Call, resource: Resource) -> Made:
    properties = resource.properties
    made = call.client("servicecatalog").create_constraint(
        PortfolioId=properties["PortfolioId"],
        ProductId=properties["ProductId"],
        Description=properties.get("Description", ""),
        Type="LAUNCH",
        Parameters=_role(properties),
    )["ConstraintDetail"]
    return Made(made["ConstraintId"], {"Id": made["ConstraintId"]})


def _update_constraint(call: Call, resource: Resource, old: Document) -> Made:
    call.client("servicecatalog").update_constraint(
        Id=resource.physical_id,
        Description=resource.properties.get("Description", ""),
        Parameters=_role(resource.properties),
    )
    return Made(resource.physical_id, {"Id": resource.physical_id})


def _delete_constraint(call: Call, resource: Resource) -> None:
    with gone_is_fine(NOT_FOUND):
        call.client("servicecatalog").delete_constraint(Id=resource.physical_id)


def _role(properties: Document) -> str:
    return json.dumps(picked(properties, ("RoleArn", "LocalRoleName")))


TYPES = (
    ResourceType(
        "AWS::ServiceCatalog::Portfolio",
        create=_create_portfolio,
        update=_update_portfolio,
        delete=_delete_portfolio,
        properties=frozenset({"AcceptLanguage", "Description", "DisplayName", "ProviderName", "Tags"}),
    ),
    PRODUCT,
    ResourceType(
        "AWS::ServiceCatalog::PortfolioProductAssociation",
        create=_create_association,
        delete=_delete_association,
        properties=frozenset({"AcceptLanguage", "PortfolioId", "ProductId", "SourcePortfolioId"}),
    ),
    ResourceType(
        "AWS::ServiceCatalog::PortfolioPrincipalAssociation",
        create=_create_principal,
        delete=_delete_principal,
        properties=frozenset({"AcceptLanguage", "PortfolioId", "PrincipalARN", "PrincipalType"}),
    ),
    ResourceType(
        "AWS::ServiceCatalog::LaunchRoleConstraint",
        create=_create_constraint,
        update=_update_constraint,
        delete=_delete_constraint,
        properties=frozenset({"AcceptLanguage", "Description", "LocalRoleName", "PortfolioId", "ProductId", "RoleArn"}),
    ),
)
