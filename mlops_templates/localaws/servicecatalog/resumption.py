"""Provisioned products after a restart."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.servicecatalog import stacks
from mlops_templates.localaws.servicecatalog.state import ServiceCatalogState, now


def resume(call: Call) -> None:
    """Carry every record that is open to its end: that of the stack, which CloudFormation brings to rest."""
    state = call.state(ServiceCatalogState)
    for record in list(state.records.values()):
        if record.status not in ("CREATED", "IN_PROGRESS"):
            continue
        found = state.provisioned_products.get(record.provisioned_product_id)
        if found is not None:
            call.world.spawn(f"{record.type} of {found.name}", stacks.resume, call, found, record)
        elif record.type == "TERMINATE_PROVISIONED_PRODUCT":
            record.updated, record.status = now(), "SUCCEEDED"
        else:
            record.errors = [{"Code": "INTERNAL_FAILURE", "Description": INTERRUPTED}]
            record.updated, record.status = now(), "FAILED"
