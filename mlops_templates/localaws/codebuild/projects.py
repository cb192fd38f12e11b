"""Projects."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codebuild.project_rules import check_name, check_settings, invalid
from mlops_templates.localaws.codebuild.service import SERVICE
from mlops_templates.localaws.codebuild.state import CodeBuildState, Project, find_project, now
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


def describe(project: Project) -> Document:
    """The project as the API shows it."""
    return {
        "name": project.name,
        "arn": project.arn,
        "created": project.created,
        "lastModified": project.modified,
        "badge": {"badgeEnabled": bool(project.settings.get("badgeEnabled"))},
        "projectVisibility": "PRIVATE",
        **project.settings,
    }


def with_defaults(call: Call, settings: Document) -> Document:
    """Settings as AWS completes them."""
    source = {"gitCloneDepth": 1, "insecureSsl": False, **settings["source"]}
    environment = {
        "environmentVariables": [],
        "imagePullCredentialsType": "CODEBUILD",
        "privilegedMode": False,
        **settings["environment"],
    }
    return {
        "cache": {"type": "NO_CACHE"},
        "encryptionKey": f"arn:aws:kms:{call.region}:{call.account}:alias/aws/s3",
        "queuedTimeoutInMinutes": 480,
        "timeoutInMinutes": 60,
        **settings,
        "source": source,
        "environment": environment,
    }


@SERVICE.action
def create_project(call: Call, request: Document) -> Document:
    settings = dict(request)
    name = settings.pop("name")
    check_name(name)
    check_settings(call, settings)
    projects = call.state(CodeBuildState).projects
    arn = call.arn("codebuild", f"project/{name}")
    with call.world.lock:
        if name in projects:
            raise AwsError("ResourceAlreadyExistsException", f"Project already exists: {arn}")
        project = projects[name] = Project(name, arn, with_defaults(call, settings))
    return {"project": describe(project)}


@SERVICE.action
def update_project(call: Call, request: Document) -> Document:
    """Members that are given replace those of the project; the others stay."""
    changed = dict(request)
    project = find_project(call, changed.pop("name"))
    settings = with_defaults(call, {**project.settings, **changed})
    check_settings(call, settings)
    project.settings, project.modified = settings, now()
    return {"project": describe(project)}


@SERVICE.action
def delete_project(call: Call, request: Document) -> Document:
    """The project goes with its finished builds; deleting what is not there is fine."""
    state = call.state(CodeBuildState)
    with call.world.lock:
        gone = state.projects.pop(request["name"].rpartition("project/")[2], None)
        for build in [build for build in state.builds.values() if build.project is gone]:
            if build.status != "IN_PROGRESS":
                del state.builds[build.id]
    return {}


@SERVICE.action
def batch_get_projects(call: Call, request: Document) -> Document:
    names = request["names"]
    if not 0 < len(names) <= 100:
        raise invalid("Invalid names: between 1 and 100 project names are required")
    known = call.state(CodeBuildState).projects
    plain = {name: name.rpartition("project/")[2] for name in names}
    return {
        "projects": [describe(known[plain[name]]) for name in names if plain[name] in known],
        "projectsNotFound": [name for name in names if plain[name] not in known],
    }


@SERVICE.action
def list_projects(call: Call, request: Document) -> Document:
    orders = {"CREATED_TIME": "created", "LAST_MODIFIED_TIME": "modified"}
    attribute = orders.get(request.get("sortBy", "NAME"), "name")
    projects = sorted(
        call.state(CodeBuildState).projects.values(),
        key=lambda project: (str(getattr(project, attribute)), project.name),
        reverse=request.get("sortOrder") == "DESCENDING",
    )
    names, token = page(
        [project.name for project in projects],
        request,
        token_key="nextToken",  # noqa: S106 - the name of a request member
        error="InvalidInputException",
    )
    return {"projects": names, "nextToken": token}
