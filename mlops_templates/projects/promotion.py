"""A project moved in place to a product of the next floor, by the channel that it came by: it keeps what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.projects.offered import find_offered
from mlops_templates.projects.project import Project, read_project, wait
from mlops_templates.projects.templates import find_template
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import LONGEST_WAIT, pauses

MOVING = ("CREATED", "IN_PROGRESS", "IN_PROGRESS_IN_ERROR")


def promote(
    name: str, product: str, parameters: Mapping[str, str], clients: Clients, *, scm: str = "codecommit"
) -> Project:
    """Move the project to the newest version of the product and wait. What is not named keeps its value.

    Raises:
        MlopsTemplatesError: with what went wrong; the project is then as before.
    """
    project = read_project(name, clients)
    if project is None:
        raise MlopsTemplatesError(f"There is no project {name} in {clients.region}.")
    given = [{"Key": key, "Value": value} for key, value in sorted(parameters.items())]
    move = _by_template if project.template else _by_product
    move(project, product, scm, given, clients)
    return wait(name, clients) or project


def _by_template(project: Project, product: str, scm: str, given: list[dict[str, str]], clients: Clients) -> None:
    """The name says which template of the project is meant; its address is what changes."""
    asked: dict[str, Any] = {
        "TemplateName": project.template["TemplateName"],
        "TemplateURL": find_template(product, scm, clients).url,
        **({"Parameters": given} if given else {}),
    }
    with explained(f"promote project {project.name}"):
        clients.sagemaker.update_project(
            ProjectName=project.name, TemplateProvidersToUpdate=[{"CfnTemplateProvider": asked}]
        )


def _by_product(project: Project, product: str, scm: str, given: list[dict[str, str]], clients: Clients) -> None:
    """SageMaker's own update knows no other product, that of Service Catalog does."""
    offered = find_offered(product, clients, scm)
    with explained(f"promote project {project.name}"):
        record = clients.servicecatalog.update_provisioned_product(
            ProvisionedProductId=project.provisioned_product_id,
            ProductId=offered.product_id,
            ProvisioningArtifactId=offered.artifact_id,
            ProvisioningParameters=given,
        )["RecordDetail"]["RecordId"]
        for _ in pauses(LONGEST_WAIT):
            detail = clients.servicecatalog.describe_record(Id=record)["RecordDetail"]
            if detail["Status"] == "SUCCEEDED":
                return
            if detail["Status"] not in MOVING:
                told = "; ".join(error["Description"] for error in detail.get("RecordErrors", ()))
                raise MlopsTemplatesError(f"Project {project.name} was not promoted to {product}: {told}")
    raise MlopsTemplatesError(f"Project {project.name} is still on its way after {LONGEST_WAIT / 60:.0f} minutes.")
