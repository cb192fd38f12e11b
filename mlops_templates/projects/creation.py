"""A new project from a published product."""

from __future__ import annotations

from collections.abc import Mapping

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.projects.deletion import delete
from mlops_templates.projects.offered import find_offered
from mlops_templates.projects.project import CREATE_FAILED, Project, read_project
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained


def create(name: str, product: str, parameters: Mapping[str, str], clients: Clients) -> Project:
    """Begin a project with the newest version of the product; `wait` says when it is there.

    What an earlier attempt of that name left is removed first: it was rolled back, and only its name is taken.
    """
    offered = find_offered(product, clients)
    earlier = read_project(name, clients)
    if earlier is not None and earlier.status == CREATE_FAILED:
        delete(name, clients)
    with explained(f"create project {name}"):
        clients.sagemaker.create_project(
            ProjectName=name,
            ServiceCatalogProvisioningDetails={
                "ProductId": offered.product_id,
                "ProvisioningArtifactId": offered.artifact_id,
                "ProvisioningParameters": [{"Key": key, "Value": value} for key, value in sorted(parameters.items())],
            },
        )
    project = read_project(name, clients)
    if project is None:
        raise MlopsTemplatesError(f"Project {name} was begun but SageMaker does not know it.")
    return project
