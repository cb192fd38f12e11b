"""Records: requests for provisioned products and how they ended."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.lookup import invalid, not_found
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Record, ServiceCatalogState
from mlops_templates.localaws.servicecatalog.tags import tag_list

STACK = "CFN_STACK"


@SERVICE.action
def describe_record(call: Call, request: Document) -> Document:
    record = call.state(ServiceCatalogState).records.get(request["Id"])
    if record is None:
        raise not_found(f"Record {request['Id']} not found.")
    items, token = page_of(record.outputs, request)
    return {"RecordDetail": record_detail(record), "RecordOutputs": items, "NextPageToken": token}


@SERVICE.action
def list_record_history(call: Call, request: Document) -> Document:
    """Newest first; everybody's records, whatever the access level asked for."""
    records = reversed(call.state(ServiceCatalogState).records.values())
    wanted = request.get("SearchFilter", {})
    keys = {"product": "product_id", "provisionedproduct": "provisioned_product_id"}
    if wanted and wanted.get("Key") not in keys:
        raise invalid("The key of SearchFilter must be product or provisionedproduct")
    found = [each for each in records if not wanted or getattr(each, keys[wanted["Key"]]) == wanted.get("Value")]
    items, token = page_of(found, request)
    return {"RecordDetails": [record_detail(each) for each in items], "NextPageToken": token}


def record_detail(record: Record) -> Document:
    launch_role = {"LaunchRoleArn": record.launch_role} if record.launch_role else {}
    return {
        "RecordId": record.id,
        "ProvisionedProductName": record.provisioned_product_name,
        "Status": record.status,
        "CreatedTime": record.created,
        "UpdatedTime": record.updated,
        "ProvisionedProductType": STACK,
        "RecordType": record.type,
        "ProvisionedProductId": record.provisioned_product_id,
        "ProductId": record.product_id,
        "ProvisioningArtifactId": record.artifact_id,
        "PathId": record.path_id,
        "RecordErrors": record.errors,
        "RecordTags": tag_list(record.tags),
        **launch_role,
    }
