"""CreateProject, DescribeProject, ListProjects, UpdateProject, DeleteProject."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.projects.providers import provider_for
from mlops_templates.localaws.sagemaker.projects.records import (
    Project,
    ProjectFailedError,
    ProjectState,
    Work,
    project_named,
)
from mlops_templates.localaws.sagemaker.refusals import conflict, invalid
from mlops_templates.localaws.sagemaker.service import SERVICE

GONE = "DeleteCompleted"


@SERVICE.action
def create_project(call: Call, request: Document) -> Document:
    name = request["ProjectName"]
    project = Project(
        name=name,
        arn=call.arn("sagemaker", f"project/{name}"),
        provider=provider_for(request),
        created_by=call.principal,
        description=request.get("ProjectDescription", ""),
        tags={tag["Key"]: tag["Value"] for tag in request.get("Tags", [])},
        modified_by=call.principal,
    )
    with call.world.lock:
        projects = call.state(ProjectState).projects
        replaced = projects.get(name)
        if replaced is not None and replaced.status != GONE:
            raise invalid(f"Project with ProjectName {name} already exists")
        tags.register(call, project.arn, project.stack_tags)
        projects[name] = project
    try:
        work = project.provider.create(call, project)
    except Exception:
        with call.world.lock:
            tags.forget(call, project.arn)
            del projects[name]
        raise
    _begin(call, project, "Create", work)
    return {"ProjectArn": project.arn, "ProjectId": project.id}


@SERVICE.action
def describe_project(call: Call, request: Document) -> Document:
    """A deleted project is described as `DeleteCompleted` until its name is used again.

    For how long AWS does so is not verified.
    """
    project = project_named(call, request["ProjectName"])
    return {
        **_summary(project),
        **project.provider.details(project),
        "CreatedBy": {"IamIdentity": {"Arn": project.created_by}},
        "LastModifiedTime": project.modified,
        "LastModifiedBy": {"IamIdentity": {"Arn": project.modified_by}},
    }


@SERVICE.action
def list_projects(call: Call, request: Document) -> Document:
    living = [project for project in call.state(ProjectState).projects.values() if project.status != GONE]
    items, token = page(select(living, request), request, default=10)
    return {"ProjectSummaryList": [_summary(project) for project in items], "NextToken": token}


@SERVICE.action
def update_project(call: Call, request: Document) -> Document:
    project = _resting(call, request["ProjectName"])
    if request.get("Tags"):
        raise invalid("Tags of a project can only be updated with a tag update constraint on its product")
    wanted = any(request.get(key) for key in ("ServiceCatalogProvisioningUpdateDetails", "TemplateProvidersToUpdate"))
    work = project.provider.update(call, project, request) if wanted else None
    project.description = request.get("ProjectDescription", project.description)
    project.modified, project.modified_by = now(), call.principal
    if work is not None:
        _begin(call, project, "Update", work)
    return {"ProjectArn": project.arn}


@SERVICE.action
def delete_project(call: Call, request: Document) -> Document:
    project = _resting(call, request["ProjectName"])
    _begin(call, project, "Delete", project.provider.delete(call, project))
    return {}


def _resting(call: Call, name: str) -> Project:
    project = project_named(call, name)
    if project.status == GONE:
        raise invalid(f"Project with ProjectName {name} does not exist")
    if project.moving:
        raise conflict(f"Project {name} is in status {project.status} and cannot be changed now")
    return project


def _begin(call: Call, project: Project, verb: str, work: Work) -> None:
    project.status, project.message = f"{verb}InProgress", ""
    project.modified = now()
    call.world.spawn(f"project {project.name}", carry_out, call, project, verb, work)


def carry_out(call: Call, project: Project, verb: str, work: Work) -> None:
    """Do what remains to be done; the project ends with a status, and with a reason if that is a failure."""
    status = f"{verb}Failed"
    try:
        work()
        status = f"{verb}Completed"
    except ProjectFailedError as error:
        project.message = str(error)
    finally:
        project.modified, project.status = now(), status
    if status == GONE:
        tags.forget(call, project.arn)


def _summary(project: Project) -> Document:
    return {
        "ProjectName": project.name,
        "ProjectArn": project.arn,
        "ProjectId": project.id,
        "ProjectDescription": project.description,
        "CreationTime": project.created,
        "ProjectStatus": project.status,
    }
