"""Provisioned products: describe, search, outputs."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.servicecatalog.lookup import invalid, not_found, provisioned_product_of
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.records import STACK
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import ProvisionedProduct, ServiceCatalogState
from mlops_templates.localaws.servicecatalog.tags import tag_list

SEARCHED = ("id", "name", "status", "productId", "provisioningArtifactId", "physicalId", "productName")


@SERVICE.action
def describe_provisioned_product(call: Call, request: Document) -> Document:
    found = provisioned_product_of(call, request, "Id", "Name")
    return {"ProvisionedProductDetail": _detail(call, found), "CloudWatchDashboards": []}


@SERVICE.action
def scan_provisioned_products(call: Call, request: Document) -> Document:
    """Everybody's provisioned products, whatever the access level asked for."""
    items, token = page_of(list(call.state(ServiceCatalogState).provisioned_products.values()), request)
    return {"ProvisionedProducts": [_detail(call, each) for each in items], "NextPageToken": token}


@SERVICE.action
def search_provisioned_products(call: Call, request: Document) -> Document:
    """Everybody's provisioned products, whatever the access level asked for."""
    if request.get("SortBy", "createdTime") != "createdTime":
        raise not_emulated(f"SortBy {request['SortBy']} of SearchProvisionedProducts")
    queries = request.get("Filters", {}).get("SearchQuery", [])
    if set(request.get("Filters", {})) - {"SearchQuery"}:
        raise invalid("The only filter of provisioned products is SearchQuery")
    products = call.state(ServiceCatalogState).provisioned_products.values()
    rows = [_row(call, each) for each in products]
    found = [row for row in rows if all(_matches(row, query) for query in queries)]
    found.sort(key=lambda row: row["CreatedTime"], reverse=request.get("SortOrder") == "DESCENDING")
    items, token = page_of(found, request)
    return {"ProvisionedProducts": items, "TotalResultsCount": len(found), "NextPageToken": token}


@SERVICE.action
def get_provisioned_product_outputs(call: Call, request: Document) -> Document:
    found = provisioned_product_of(call, request)
    wanted = request.get("OutputKeys")
    unknown = sorted(set(wanted or []) - {output["OutputKey"] for output in found.outputs})
    if unknown:
        raise not_found(f"Outputs not found: {', '.join(unknown)}")
    items, token = page_of([each for each in found.outputs if not wanted or each["OutputKey"] in wanted], request)
    return {"Outputs": items, "NextPageToken": token}


def _detail(call: Call, found: ProvisionedProduct) -> Document:
    launch_role = {"LaunchRoleArn": found.launch_role} if found.launch_role else {}
    successful = {"LastSuccessfulProvisioningRecordId": found.last_successful_record}
    return {
        "Name": found.name,
        "Arn": call.arn("servicecatalog", f"stack/{found.name}/{found.id}"),
        "Type": STACK,
        "Id": found.id,
        "Status": found.status,
        "StatusMessage": found.status_message,
        "CreatedTime": found.created,
        "IdempotencyToken": found.token,
        "LastRecordId": found.last_record,
        "LastProvisioningRecordId": found.last_provisioning_record,
        "ProductId": found.product_id,
        "ProvisioningArtifactId": found.artifact_id,
        **(successful if found.last_successful_record else {}),
        **launch_role,
    }


def _row(call: Call, found: ProvisionedProduct) -> Document:
    product = call.state(ServiceCatalogState).products.get(found.product_id)
    artifact = product.artifacts.get(found.artifact_id) if product else None
    return {
        **_detail(call, found),
        "Tags": tag_list(found.tags),
        "PhysicalId": found.stack_id,
        "ProductName": product.name if product else None,
        "ProvisioningArtifactName": artifact.name if artifact else None,
        "UserArn": found.owner,
        "UserArnSession": found.owner,
    }


def _matches(row: Document, query: str) -> bool:
    """`key:value`, with a star at the end for any rest; or words that occur somewhere."""
    key, separator, value = query.partition(":")
    if separator and key in SEARCHED:
        found = str(row[key[0].upper() + key[1:]])
        return found.startswith(value[:-1]) if value.endswith("*") else found == value
    texts = (str(row[name[0].upper() + name[1:]]) for name in SEARCHED)
    return any(query.lower() in text.lower() for text in texts)
