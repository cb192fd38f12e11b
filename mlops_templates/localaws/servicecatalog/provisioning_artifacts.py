"""Versions of products."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.source import template_text
from mlops_templates.localaws.cloudformation.template_request import checked_template
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.servicecatalog.idempotency import idempotent
from mlops_templates.localaws.servicecatalog.lookup import (
    artifact_of,
    artifact_with_id,
    in_use,
    invalid,
    not_found,
    product_of,
    product_with_id,
)
from mlops_templates.localaws.servicecatalog.parameters import parameters_of
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Product, ProvisioningArtifact, ServiceCatalogState

MOST_ARTIFACTS = 100
TYPE = "CLOUD_FORMATION_TEMPLATE"


@SERVICE.action
@idempotent("IdempotencyToken")
def create_provisioning_artifact(call: Call, request: Document) -> Document:
    product = product_with_id(call, request["ProductId"])
    artifact = load(call, request["Parameters"])
    with call.world.lock:
        if len(product.artifacts) >= MOST_ARTIFACTS:
            message = f"Product {product.id} has the maximum of {MOST_ARTIFACTS} provisioning artifacts"
            raise AwsError("LimitExceededException", message)
        product.artifacts[artifact.id] = artifact
    return _answer(artifact)


@SERVICE.action
def describe_provisioning_artifact(call: Call, request: Document) -> Document:
    if request.get("ProvisioningArtifactId") and not (request.get("ProductId") or request.get("ProductName")):
        product = _owner(call, request["ProvisioningArtifactId"])
    else:
        product = product_of(call, request)
    artifact = artifact_of(product, request)
    answer = _answer(artifact)
    if request.get("IncludeProvisioningArtifactParameters"):
        answer["ProvisioningArtifactParameters"] = parameters_of(artifact)
    return answer


@SERVICE.action
def list_provisioning_artifacts(call: Call, request: Document) -> Document:
    product = product_with_id(call, request["ProductId"])
    return {"ProvisioningArtifactDetails": [artifact_detail(each) for each in product.artifacts.values()]}


@SERVICE.action
def update_provisioning_artifact(call: Call, request: Document) -> Document:
    artifact = artifact_with_id(product_with_id(call, request["ProductId"]), request["ProvisioningArtifactId"])
    artifact.name = request.get("Name", artifact.name)
    artifact.description = request.get("Description", artifact.description)
    artifact.active = request.get("Active", artifact.active)
    artifact.guidance = request.get("Guidance", artifact.guidance)
    return _answer(artifact)


@SERVICE.action
def delete_provisioning_artifact(call: Call, request: Document) -> Document:
    product = product_with_id(call, request["ProductId"])
    with call.world.lock:
        artifact = artifact_with_id(product, request["ProvisioningArtifactId"])
        if len(product.artifacts) == 1:
            raise in_use(f"Provisioning artifact {artifact.id} is the last one of product {product.id}.")
        del product.artifacts[artifact.id]
    return {}


def load(call: Call, properties: Document) -> ProvisioningArtifact:
    """A version from its properties, with the template that its URL holds now.

    Raises:
        AwsError: InvalidParametersException, for a template that is missing or not valid.
    """
    info = properties.get("Info") or {}
    if set(info) != {"LoadTemplateFromURL"}:
        raise invalid("Info must have the member LoadTemplateFromURL, and no other is emulated")
    url = info["LoadTemplateFromURL"]
    try:
        template = template_text(call, {"TemplateURL": url})
        if not properties.get("DisableTemplateValidation"):
            checked_template(template)
    except AwsError as error:
        if error.code != "ValidationError":
            raise
        message = f"Invalid templateBody. Please make sure that your template is valid: {error.message} ({url})"
        raise invalid(message) from error
    return ProvisioningArtifact(properties.get("Name", ""), properties.get("Description", ""), url, template)


def artifact_detail(artifact: ProvisioningArtifact) -> Document:
    return {
        "Id": artifact.id,
        "Name": artifact.name,
        "Description": artifact.description,
        "Type": TYPE,
        "CreatedTime": artifact.created,
        "Active": artifact.active,
        "Guidance": artifact.guidance,
    }


def _answer(artifact: ProvisioningArtifact) -> Document:
    info = {"TemplateUrl": artifact.url, "LoadTemplateFromURL": artifact.url}
    return {"ProvisioningArtifactDetail": artifact_detail(artifact), "Info": info, "Status": "AVAILABLE"}


def _owner(call: Call, artifact_id: str) -> Product:
    for product in call.state(ServiceCatalogState).products.values():
        if artifact_id in product.artifacts:
            return product
    raise not_found(f"Provisioning artifact {artifact_id} not found.")
