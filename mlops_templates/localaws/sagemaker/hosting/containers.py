"""The container of a model: an image with model data, given directly or by a registered version."""

from dataclasses import dataclass

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.sagemaker import images
from mlops_templates.localaws.sagemaker.jobs.lifecycle import ROLE_SESSION
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.registry.checks import check_image, check_model_data
from mlops_templates.localaws.sagemaker.registry.records import package_of


@dataclass(frozen=True)
class ServingContainer:
    """What a variant serves."""

    image: str
    model_data: str
    environment: dict[str, str]


def container_definition(request: Document) -> Document:
    """The one container of a CreateModel request."""
    containers: list[Document] = request.get("Containers", [])
    if bool(containers) == bool(request.get("PrimaryContainer")):
        raise invalid("Exactly one of PrimaryContainer and Containers must be given.")
    if len(containers) > 1:
        raise not_emulated("a model of several containers")
    return containers[0] if containers else dict(request["PrimaryContainer"])


def check_container(call: Call, definition: Document, role_arn: str) -> None:
    """Refuse a container that cannot be served.

    That a version must be approved to be deployed is AWS's rule; its words for the refusal are not known here.
    """
    package_name = definition.get("ModelPackageName")
    if package_name:
        package = package_of(call, package_name)
        if package.approval != "Approved":
            raise invalid(f"ModelPackage {package.arn} has approval status {package.approval}; it must be Approved.")
        if len(package.document["InferenceSpecification"]["Containers"]) > 1:
            raise not_emulated("a model of several containers")
    container = serving_container(call, definition)
    check_image(container.image)
    images.check_served(call, container.image, role_arn)
    if container.model_data:
        check_model_data(call.as_role(role_arn, ROLE_SESSION, "sagemaker.amazonaws.com"), container.model_data)


def serving_container(call: Call, definition: Document) -> ServingContainer:
    """The image, data and variables, those of the registered version filled in."""
    given: Document = {}
    if definition.get("ModelPackageName"):
        package = package_of(call, definition["ModelPackageName"])
        given = package.document["InferenceSpecification"]["Containers"][0]
    environment = {**given.get("Environment", {}), **definition.get("Environment", {})}
    image = definition.get("Image") or given.get("Image", "")
    return ServingContainer(image, definition.get("ModelDataUrl") or given.get("ModelDataUrl", ""), environment)
