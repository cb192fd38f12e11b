"""A project deleted with all that it made, but for what is retained on purpose."""

from __future__ import annotations

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.naming import PROJECT_ID_TAG
from mlops_templates.projects.project import Project, read_project, wait
from mlops_templates.projects.retained import Retained, retained_resources
from mlops_templates.projects.trial import delete_trial
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import read_stack


def delete(name: str, clients: Clients) -> tuple[Retained, ...]:
    """Delete the project and say what stays. What its pipelines deployed goes first: its roles do that work."""
    project = read_project(name, clients)
    if project is None:
        raise MlopsTemplatesError(f"There is no project {name} in {clients.region}.")
    own_stack = project.stack(clients)
    deployed = _deployed_stacks(project, own_stack, clients)
    stacks = [*deployed, *([own_stack] if own_stack else [])]
    retained = tuple(resource for stack in stacks for resource in retained_resources(stack, clients))
    for stack in deployed:
        _delete_stack(stack, clients)
    _delete_pipelines(project, clients)
    trial = _delete_trial(project, clients)
    with explained(f"delete project {name}"):
        clients.sagemaker.delete_project(ProjectName=name)
    wait(name, clients)
    return (*retained, *trial)


def _deployed_stacks(project: Project, own_stack: str, clients: Clients) -> list[str]:
    """Stacks of the project's deploy pipeline, known by the project's tag."""
    with explained("list stacks"):
        pages = clients.cloudformation.get_paginator("describe_stacks").paginate()
        stacks = [stack for page in pages for stack in page["Stacks"]]
    return [
        str(stack["StackId"])
        for stack in stacks
        if stack["StackId"] != own_stack
        and {"Key": PROJECT_ID_TAG, "Value": project.project_id} in stack.get("Tags", ())
        and stack["StackStatus"] != "DELETE_COMPLETE"
    ]


def _delete_stack(stack: str, clients: Clients) -> None:
    with explained(f"delete stack {stack}"):
        clients.cloudformation.delete_stack(StackName=stack)
        left = read_stack(clients.cloudformation, stack)
    if left is not None:
        raise MlopsTemplatesError(f"Stack {left.name} was not deleted: it is in {left.status}. {left.reason}")


def _delete_pipelines(project: Project, clients: Clients) -> None:
    """SageMaker pipelines, which the build made and no stack knows."""
    prefix = f"{project.name}-{project.project_id}"
    with explained(f"delete the SageMaker pipelines of project {project.name}"):
        pages = clients.sagemaker.get_paginator("list_pipelines").paginate(PipelineNamePrefix=prefix)
        names = [found["PipelineName"] for page in pages for found in page["PipelineSummaries"]]
        for name in names:
            clients.sagemaker.delete_pipeline(PipelineName=name)


def _delete_trial(project: Project, clients: Clients) -> tuple[Retained, ...]:
    """The endpoint of `make trial`, which people made; what stays of it is its log."""
    name = f"{project.name}-{project.project_id}-try"
    found = delete_trial(name, clients.sagemaker)
    return (Retained("AWS::Logs::LogGroup", f"/aws/sagemaker/Endpoints/{name}"),) if found else ()
