"""Finding things by id or name, or refusing in AWS's words."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.servicecatalog.state import (
    Constraint,
    Portfolio,
    Product,
    ProvisionedProduct,
    ProvisioningArtifact,
    ServiceCatalogState,
)


def portfolio_with_id(call: Call, portfolio_id: str) -> Portfolio:
    found = call.state(ServiceCatalogState).portfolios.get(portfolio_id)
    if found is None:
        raise not_found(f"Portfolio {portfolio_id} not found.")
    return found


def product_with_id(call: Call, product_id: str) -> Product:
    found = call.state(ServiceCatalogState).products.get(product_id)
    if found is None:
        raise not_found(f"Product {product_id} not found.")
    return found


def product_of(call: Call, request: Document, id_key: str = "ProductId", name_key: str = "ProductName") -> Product:
    """The product that a request names by id or by name, exactly one of them."""
    if bool(request.get(id_key)) == bool(request.get(name_key)):
        raise invalid(f"Specify either {id_key} or {name_key}, but not both")
    if request.get(id_key):
        return product_with_id(call, request[id_key])
    named = [each for each in call.state(ServiceCatalogState).products.values() if each.name == request[name_key]]
    if not named:
        raise not_found(f"Product {request[name_key]} not found.")
    if len(named) > 1:
        raise invalid(f"There is more than one product with the name {request[name_key]}: specify {id_key}")
    return named[0]


def artifact_with_id(product: Product, artifact_id: str) -> ProvisioningArtifact:
    if artifact_id not in product.artifacts:
        raise not_found(f"Provisioning artifact {artifact_id} not found.")
    return product.artifacts[artifact_id]


def artifact_of(product: Product, request: Document) -> ProvisioningArtifact:
    """The version that a request names by id or by name, exactly one of them."""
    artifact_id, name = request.get("ProvisioningArtifactId"), request.get("ProvisioningArtifactName")
    if bool(artifact_id) == bool(name):
        raise invalid("Specify either ProvisioningArtifactId or ProvisioningArtifactName, but not both")
    if artifact_id:
        return artifact_with_id(product, artifact_id)
    named = [each for each in product.artifacts.values() if each.name == name]
    if not named:
        raise not_found(f"Provisioning artifact {name} not found.")
    return named[-1]


def constraint_with_id(call: Call, constraint_id: str) -> Constraint:
    found = call.state(ServiceCatalogState).constraints.get(constraint_id)
    if found is None:
        raise not_found(f"Constraint {constraint_id} not found.")
    return found


def provisioned_product_of(
    call: Call, request: Document, id_key: str = "ProvisionedProductId", name_key: str = "ProvisionedProductName"
) -> ProvisionedProduct:
    """The provisioned product that a request names by id or by name, exactly one of them."""
    wanted_id, wanted_name = request.get(id_key), request.get(name_key)
    if bool(wanted_id) == bool(wanted_name):
        raise invalid(f"Specify either {id_key} or {name_key}, but not both")
    for each in call.state(ServiceCatalogState).provisioned_products.values():
        if wanted_id == each.id or (wanted_name and wanted_name == each.name):
            return each
    raise not_found(f"Provisioned product {wanted_id or wanted_name} not found.")


def not_found(message: str) -> AwsError:
    return AwsError("ResourceNotFoundException", message)


def invalid(message: str) -> AwsError:
    return AwsError("InvalidParametersException", message)


def in_use(message: str) -> AwsError:
    return AwsError("ResourceInUseException", message)
