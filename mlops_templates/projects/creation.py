"""A new project from a published product, and an old one brought to the newest version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.projects.deletion import delete
from mlops_templates.projects.offered import find_offered
from mlops_templates.projects.project import CREATE_FAILED, Project, read_project
from mlops_templates.projects.templates import find_template
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.settings import S3, SERVICE_CATALOG


def create(
    name: str,
    product: str,
    parameters: Mapping[str, str],
    clients: Clients,
    *,
    channel: str = SERVICE_CATALOG,
    scm: str = "codecommit",
) -> Project:
    """Begin a project with the newest version of the product; `wait` says when it is there.

    What an earlier attempt of that name left is removed first: it was rolled back, and only its name is taken.
    """
    asked = _provider(product, parameters, clients, channel, scm)
    earlier = read_project(name, clients)
    if earlier is not None and earlier.status == CREATE_FAILED:
        delete(name, clients)
    with explained(f"create project {name}"):
        clients.sagemaker.create_project(ProjectName=name, **asked)
    project = read_project(name, clients)
    if project is None:
        raise MlopsTemplatesError(f"Project {name} was begun but SageMaker does not know it.")
    return project


def _provider(product: str, parameters: Mapping[str, str], clients: Clients, channel: str, scm: str) -> dict[str, Any]:
    given = [{"Key": key, "Value": value} for key, value in sorted(parameters.items())]
    if channel == S3:
        template = find_template(product, scm, clients)
        asked: dict[str, Any] = {
            "TemplateName": template.name,
            "TemplateURL": template.url,
            "RoleARN": template.role_arn,
        }
        return {"TemplateProviders": [{"CfnTemplateProvider": {**asked, **({"Parameters": given} if given else {})}}]}
    offered = find_offered(product, clients, scm)
    return {
        "ServiceCatalogProvisioningDetails": {
            "ProductId": offered.product_id,
            "ProvisioningArtifactId": offered.artifact_id,
            "ProvisioningParameters": given,
        }
    }
