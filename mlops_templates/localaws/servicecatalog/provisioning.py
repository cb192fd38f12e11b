"""Provision, update and terminate: each request is a record that a background job carries to its end."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog import stacks
from mlops_templates.localaws.servicecatalog.idempotency import idempotent
from mlops_templates.localaws.servicecatalog.launch_constraints import launch_role
from mlops_templates.localaws.servicecatalog.launch_paths import LaunchPath, path_of
from mlops_templates.localaws.servicecatalog.lookup import (
    artifact_of,
    artifact_with_id,
    invalid,
    product_of,
    product_with_id,
    provisioned_product_of,
)
from mlops_templates.localaws.servicecatalog.records import record_detail
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import ProvisionedProduct, Record, ServiceCatalogState
from mlops_templates.localaws.servicecatalog.tags import read_tags


@SERVICE.action
@idempotent("ProvisionToken")
def provision_product(call: Call, request: Document) -> Document:
    product = product_of(call, request)
    artifact, path = artifact_of(product, request), path_of(call, product, request)
    if not artifact.active:
        raise invalid(f"Provisioning artifact {artifact.id} is not active.")
    name = request["ProvisionedProductName"]
    made = ProvisionedProduct(
        name=name,
        product_id=product.id,
        artifact_id=artifact.id,
        path_id=path.id,
        launch_role=_role(call, path),
        owner=call.principal,
        token=request["ProvisionToken"],
        tags={**read_tags(request.get("Tags", [])), **path.tags},
    )
    with call.world.lock:
        existing = call.state(ServiceCatalogState).provisioned_products
        if any(each.name == name for each in existing.values()):
            raise invalid(f"A stack named {name} already exists.")
        existing[made.id] = made
        record = _open(call, made, "PROVISION_PRODUCT")
    call.world.spawn(f"provision {name}", stacks.create, call, made, record, artifact, _parameters(request))
    return {"RecordDetail": record_detail(record)}


@SERVICE.action
@idempotent("UpdateToken")
def update_provisioned_product(call: Call, request: Document) -> Document:
    """Parameters that the request does not name keep their values.

    That AWS does so for all clients is not verified; its own console sends every parameter.
    """
    if request.get("Tags"):
        raise invalid("Tags can only be updated with a tag update constraint.")
    found = provisioned_product_of(call, request)
    named = request.get("ProductId") or request.get("ProductName")
    product = product_of(call, request) if named else product_with_id(call, found.product_id)
    chosen = request.get("ProvisioningArtifactId") or request.get("ProvisioningArtifactName")
    artifact = artifact_of(product, request) if chosen else artifact_with_id(product, found.artifact_id)
    path = path_of(call, product, request)
    with call.world.lock:
        _take(found)
        record = _open(call, found, "UPDATE_PROVISIONED_PRODUCT")
        record.product_id, record.artifact_id, record.path_id = product.id, artifact.id, path.id
        record.launch_role = found.launch_role = _role(call, path)
    call.world.spawn(f"update {found.name}", stacks.update, call, found, record, artifact, _parameters(request))
    return {"RecordDetail": record_detail(record)}


@SERVICE.action
@idempotent("TerminateToken")
def terminate_provisioned_product(call: Call, request: Document) -> Document:
    found = provisioned_product_of(call, request)
    with call.world.lock:
        _take(found)
        record = _open(call, found, "TERMINATE_PROVISIONED_PRODUCT")
    stays = bool(request.get("RetainPhysicalResources"))
    forgiving = bool(request.get("IgnoreErrors"))
    call.world.spawn(f"terminate {found.name}", stacks.delete, call, found, record, stays, forgiving)
    return {"RecordDetail": record_detail(record)}


def _role(call: Call, path: LaunchPath) -> str:
    return launch_role(call, path.constraint.parameters) if path.constraint else ""


def _parameters(request: Document) -> dict[str, str | None]:
    """Values by key; None keeps the value that the stack has."""
    given = request.get("ProvisioningParameters", [])
    return {each["Key"]: None if each.get("UsePreviousValue") else each.get("Value", "") for each in given}


def _take(found: ProvisionedProduct) -> None:
    if found.status == "UNDER_CHANGE":
        raise invalid(f"Provisioned product {found.id} is under change.")
    found.status = "UNDER_CHANGE"


def _open(call: Call, found: ProvisionedProduct, kind: str) -> Record:
    record = Record(
        type=kind,
        provisioned_product_id=found.id,
        provisioned_product_name=found.name,
        product_id=found.product_id,
        artifact_id=found.artifact_id,
        path_id=found.path_id,
        launch_role=found.launch_role,
        tags=dict(found.tags),
    )
    call.state(ServiceCatalogState).records[record.id] = record
    found.last_record = record.id
    if kind != "TERMINATE_PROVISIONED_PRODUCT":
        found.last_provisioning_record = record.id
    return record
