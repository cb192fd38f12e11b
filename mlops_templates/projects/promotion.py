"""A project moved in place to a product of the next floor, by the channel that it came by: it keeps what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.projects.moving import move
from mlops_templates.projects.next_steps import next_steps
from mlops_templates.projects.offered import find_offered
from mlops_templates.projects.project import Project, read_project, wait
from mlops_templates.projects.stack_template import read_stack_template
from mlops_templates.projects.templates import find_template
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained


@dataclass(frozen=True)
class Promotion:
    """A project on its new floor."""

    project: Project
    next_steps: tuple[str, ...]
    """What people have to do now, a line each with the exact command."""


def promote(
    name: str, product: str, parameters: Mapping[str, str], clients: Clients, *, scm: str = "codecommit"
) -> Promotion:
    """Move the project to the newest version of the product and wait. What is not named keeps its value.

    Raises:
        MlopsTemplatesError: with what went wrong; the project is then as before.
    """
    project = read_project(name, clients)
    if project is None:
        raise MlopsTemplatesError(f"There is no project {name} in {clients.region}.")
    given = [{"Key": key, "Value": value} for key, value in sorted(parameters.items())]
    stack = project.stack(clients)
    before = read_stack_template(stack, clients)
    up = _by_template if project.template else _by_product
    up(project, product, scm, given, clients)
    promoted = wait(name, clients) or project
    return Promotion(promoted, next_steps(before, read_stack_template(stack, clients)))


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
    move(project, offered.product_id, offered.artifact_id, given, clients, "promote")
