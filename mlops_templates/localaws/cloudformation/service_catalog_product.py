"""AWS::ServiceCatalog::CloudFormationProduct.

Versions are matched by name and URL: those that stay keep their ids, new ones are added, dropped ones
are deleted. With `ReplaceProvisioningArtifacts` all are made anew.
"""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tag_changes import tag_changes
from mlops_templates.localaws.document import Document

FACTS = ("Name", "Owner", "Description", "Distributor", "SupportDescription", "SupportEmail", "SupportUrl")


def _create(call: Call, resource: Resource) -> Made:
    catalog, properties = call.client("servicecatalog"), resource.properties
    first, *others = properties["ProvisioningArtifactParameters"]
    tags = [{"Key": key, "Value": value} for key, value in resource.tags.items()]
    made = catalog.create_product(
        **picked(properties, FACTS),
        ProductType=properties.get("ProductType", "CLOUD_FORMATION_TEMPLATE"),
        ProvisioningArtifactParameters=_artifact(first),
        Tags=tags,
    )
    product_id = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
    try:
        for each in others:
            catalog.create_provisioning_artifact(ProductId=product_id, Parameters=_artifact(each))
    except Exception:
        catalog.delete_product(Id=product_id)
        raise
    return _made(catalog, product_id)


def _update(call: Call, resource: Resource, old: Document) -> Made:
    catalog, product_id = call.client("servicecatalog"), resource.physical_id
    declared = resource.properties["ProvisioningArtifactParameters"]
    replace = bool(resource.properties.get("ReplaceProvisioningArtifacts"))
    present = {} if replace else _present(catalog, product_id)
    listed = catalog.list_provisioning_artifacts(ProductId=product_id)["ProvisioningArtifactDetails"]
    catalog.update_product(Id=product_id, **picked(resource.properties, FACTS), **tag_changes(resource))
    for each in declared:
        kept = present.get(_key(each))
        if kept is None:
            catalog.create_provisioning_artifact(ProductId=product_id, Parameters=_artifact(each))
        elif each.get("Description", "") != kept["Description"]:
            catalog.update_provisioning_artifact(
                ProductId=product_id, ProvisioningArtifactId=kept["Id"], Description=each.get("Description", "")
            )
    stay = {present[_key(each)]["Id"] for each in declared if _key(each) in present}
    for artifact_id in [each["Id"] for each in listed if each["Id"] not in stay]:
        with gone_is_fine("ResourceNotFoundException"):
            catalog.delete_provisioning_artifact(ProductId=product_id, ProvisioningArtifactId=artifact_id)
    return _made(catalog, product_id)


def _present(catalog: Any, product_id: str) -> dict[tuple[str, str], Document]:
    """The product's versions by name and URL."""
    listed = catalog.list_provisioning_artifacts(ProductId=product_id)["ProvisioningArtifactDetails"]
    found = {}
    for detail in listed:
        answer = catalog.describe_provisioning_artifact(ProductId=product_id, ProvisioningArtifactId=detail["Id"])
        found[detail.get("Name", ""), answer["Info"]["LoadTemplateFromURL"]] = detail
    return found


def _key(declared: Document) -> tuple[str, str]:
    return declared.get("Name", ""), declared["Info"]["LoadTemplateFromURL"]


def _delete(call: Call, resource: Resource) -> None:
    with gone_is_fine("ResourceNotFoundException"):
        call.client("servicecatalog").delete_product(Id=resource.physical_id)


def _artifact(declared: Document) -> Document:
    optional = picked(declared, ("Name", "Description", "DisableTemplateValidation"))
    return {"Type": declared.get("Type", "CLOUD_FORMATION_TEMPLATE"), "Info": declared["Info"], **optional}


def _made(catalog: Any, product_id: str) -> Made:
    found = catalog.describe_product_as_admin(Id=product_id)
    artifacts = found["ProvisioningArtifactSummaries"]
    return Made(
        product_id,
        {
            "Id": product_id,
            "ProductName": found["ProductViewDetail"]["ProductViewSummary"]["Name"],
            "ProvisioningArtifactIds": ",".join(each["Id"] for each in artifacts),
            "ProvisioningArtifactNames": ",".join(each.get("Name", "") for each in artifacts),
        },
    )


PRODUCT = ResourceType(
    "AWS::ServiceCatalog::CloudFormationProduct",
    create=_create,
    update=_update,
    delete=_delete,
    properties=frozenset(FACTS)
    | {"AcceptLanguage", "ProductType", "ProvisioningArtifactParameters", "ReplaceProvisioningArtifacts", "Tags"},
)
