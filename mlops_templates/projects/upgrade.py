"""A project brought to the newest version of the product that it was made from, by the channel that it came by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.projects.moving import move, present_product
from mlops_templates.projects.offered import newest_artifact
from mlops_templates.projects.project import Project, read_project
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained


def upgrade(name: str, parameters: Mapping[str, str], clients: Clients) -> Project:
    """Begin the update; `wait` says when it is done. Parameters that are not named keep their values."""
    project = read_project(name, clients)
    if project is None:
        raise MlopsTemplatesError(f"There is no project {name} in {clients.region}.")
    given = [{"Key": key, "Value": value} for key, value in sorted(parameters.items())]
    product = "" if project.template else present_product(project, clients)
    if product != project.product_id:
        # It was promoted: SageMaker would bring it back to the product that it began with.
        move(project, product, newest_artifact(product, clients), given, clients, "upgrade")
        return read_project(name, clients) or project
    asked = _by_template(project, given) if project.template else _by_product(project, given, clients)
    with explained(f"upgrade project {name}"):
        clients.sagemaker.update_project(ProjectName=name, **asked)
    return read_project(name, clients) or project


def _by_template(project: Project, given: list[dict[str, str]]) -> dict[str, Any]:
    """At its address is always the newest version."""
    asked: dict[str, Any] = {
        "TemplateName": project.template["TemplateName"],
        "TemplateURL": project.template["TemplateURL"],
    }
    return {
        "TemplateProvidersToUpdate": [{"CfnTemplateProvider": {**asked, **({"Parameters": given} if given else {})}}]
    }


def _by_product(project: Project, given: list[dict[str, str]], clients: Clients) -> dict[str, Any]:
    artifact = newest_artifact(project.product_id, clients)
    return {
        "ServiceCatalogProvisioningUpdateDetails": {
            "ProvisioningArtifactId": artifact,
            **({"ProvisioningParameters": given} if given else {}),
        }
    }
