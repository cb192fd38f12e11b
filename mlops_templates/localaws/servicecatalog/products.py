"""Products."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.idempotency import idempotent
from mlops_templates.localaws.servicecatalog.launch_paths import paths_of
from mlops_templates.localaws.servicecatalog.lookup import in_use, invalid, product_of, product_with_id
from mlops_templates.localaws.servicecatalog.provisioning_artifacts import TYPE, artifact_detail, load
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Product, ServiceCatalogState
from mlops_templates.localaws.servicecatalog.tags import changed, read_tags, tag_list

SUPPORT = ("SupportDescription", "SupportEmail", "SupportUrl")


@SERVICE.action
@idempotent("IdempotencyToken")
def create_product(call: Call, request: Document) -> Document:
    if not request.get("ProvisioningArtifactParameters"):
        raise invalid("ProvisioningArtifactParameters is required")
    artifact = load(call, request["ProvisioningArtifactParameters"])
    product = Product(
        name=request["Name"],
        owner=request["Owner"],
        description=request.get("Description", ""),
        distributor=request.get("Distributor", ""),
        support={key: request[key] for key in SUPPORT if key in request},
        tags=read_tags(request.get("Tags", [])),
        artifacts={artifact.id: artifact},
    )
    call.state(ServiceCatalogState).products[product.id] = product
    return {
        "ProductViewDetail": product_detail(call, product),
        "ProvisioningArtifactDetail": artifact_detail(artifact),
        "Tags": tag_list(product.tags),
    }


@SERVICE.action
def describe_product(call: Call, request: Document) -> Document:
    """What an end user sees: active versions only."""
    product = product_of(call, request, "Id", "Name")
    active = [each for each in product.artifacts.values() if each.active]
    return {
        "ProductViewSummary": product_summary(call, product),
        "ProvisioningArtifacts": [artifact_detail(each) for each in active],
        "LaunchPaths": [{"Id": path.id, "Name": path.name} for path in paths_of(call, product)],
        "Budgets": [],
    }


@SERVICE.action
def describe_product_as_admin(call: Call, request: Document) -> Document:
    product = product_of(call, request, "Id", "Name")
    return {
        "ProductViewDetail": product_detail(call, product),
        "ProvisioningArtifactSummaries": [artifact_detail(each) for each in product.artifacts.values()],
        "Tags": tag_list(product.tags),
        "TagOptions": [],
        "Budgets": [],
    }


@SERVICE.action
def update_product(call: Call, request: Document) -> Document:
    product = product_with_id(call, request["Id"])
    product.tags = changed(product.tags, request)
    product.name = request.get("Name", product.name)
    product.owner = request.get("Owner", product.owner)
    product.description = request.get("Description", product.description)
    product.distributor = request.get("Distributor", product.distributor)
    product.support.update({key: request[key] for key in SUPPORT if key in request})
    return {"ProductViewDetail": product_detail(call, product), "Tags": tag_list(product.tags)}


@SERVICE.action
def delete_product(call: Call, request: Document) -> Document:
    with call.world.lock:
        state, product = call.state(ServiceCatalogState), product_with_id(call, request["Id"])
        if any(member[1] == product.id for member in state.members):
            raise in_use(f"Product {product.id} is associated with a portfolio.")
        del state.products[product.id]
    return {}


def product_summary(call: Call, product: Product) -> Document:
    return {
        "Id": product.view_id,
        "ProductId": product.id,
        "Name": product.name,
        "Owner": product.owner,
        "ShortDescription": product.description,
        "Type": TYPE,
        "Distributor": product.distributor,
        "HasDefaultPath": len(paths_of(call, product)) == 1,
        **product.support,
    }


def product_detail(call: Call, product: Product) -> Document:
    return {
        "ProductViewSummary": product_summary(call, product),
        "Status": "AVAILABLE",
        "ProductARN": call.arn("catalog", f"product/{product.id}"),
        "CreatedTime": product.created,
    }
