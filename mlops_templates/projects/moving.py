"""A project moved by Service Catalog itself, which knows other products than the one that SageMaker made it from."""

from __future__ import annotations

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.projects.project import Project
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import LONGEST_WAIT, pauses

MOVING = ("CREATED", "IN_PROGRESS", "IN_PROGRESS_IN_ERROR")


def present_product(project: Project, clients: Clients) -> str:
    """The id of the product that the project is of now; SageMaker goes on telling the one that it began with."""
    with explained(f"find the product of project {project.name}"):
        found = clients.servicecatalog.describe_provisioned_product(Id=project.provisioned_product_id)
    return str(found["ProvisionedProductDetail"].get("ProductId") or project.product_id)


def move(
    project: Project, product_id: str, artifact_id: str, given: list[dict[str, str]], clients: Clients, deed: str
) -> None:
    """Bring the project to that version and wait.

    Raises:
        MlopsTemplatesError: with what went wrong; the project is then as before.
    """
    with explained(f"{deed} project {project.name}"):
        record = clients.servicecatalog.update_provisioned_product(
            ProvisionedProductId=project.provisioned_product_id,
            ProductId=product_id,
            ProvisioningArtifactId=artifact_id,
            ProvisioningParameters=given,
        )["RecordDetail"]["RecordId"]
        for _ in pauses(LONGEST_WAIT):
            detail = clients.servicecatalog.describe_record(Id=record)["RecordDetail"]
            if detail["Status"] == "SUCCEEDED":
                return
            if detail["Status"] not in MOVING:
                told = "; ".join(error["Description"] for error in detail.get("RecordErrors", ()))
                raise MlopsTemplatesError(f"It was refused to {deed} project {project.name}: {told}")
    raise MlopsTemplatesError(f"Project {project.name} is still on its way after {LONGEST_WAIT / 60:.0f} minutes.")
