"""Repositories: create, look at, delete."""

from __future__ import annotations

import shutil

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codecommit.service import SERVICE
from mlops_templates.localaws.codecommit.state import CodeCommitState, Repository, check_name, find, folder_of
from mlops_templates.localaws.codecommit.tags import check_tags
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page

_DESCRIPTION_LIMIT = 1000


def check_description(text: str) -> None:
    if len(text) > _DESCRIPTION_LIMIT:
        raise AwsError(
            "InvalidRepositoryDescriptionException",
            f"The repository description must be at most {_DESCRIPTION_LIMIT} characters long.",
        )


def describe(repository: Repository) -> Document:
    """The repository as the API shows it; the clone URLs have AWS's form, which git is told to look up here."""
    host = f"git-codecommit.{repository.region}.amazonaws.com/v1/repos/{repository.name}"
    shown: Document = {
        "accountId": repository.account,
        "repositoryId": repository.id,
        "repositoryName": repository.name,
        "creationDate": repository.created,
        "lastModifiedDate": repository.modified,
        "cloneUrlHttp": f"https://{host}",
        "cloneUrlSsh": f"ssh://{host}",
        "Arn": repository.arn,
    }
    optional = {
        "repositoryDescription": repository.description,
        "defaultBranch": repository.default_branch,
        "kmsKeyId": repository.kms_key,
    }
    return shown | {key: value for key, value in optional.items() if value}


@SERVICE.action
def create_repository(call: Call, request: Document) -> Document:
    name = request["repositoryName"]
    check_name(name)
    check_description(request.get("repositoryDescription", ""))
    check_tags(request.get("tags", {}))
    repositories = call.state(CodeCommitState).repositories
    with call.world.lock:
        if name in repositories:
            raise AwsError("RepositoryNameExistsException", f"Repository named {name} already exists")
        repository = repositories[name] = Repository(
            name,
            folder_of(call, name),
            call.arn("codecommit", name),
            call.account,
            call.region,
            description=request.get("repositoryDescription", ""),
            kms_key=request.get("kmsKeyId", ""),
            tags=dict(request.get("tags", {})),
        )
        git.create(repository.folder)
    return {"repositoryMetadata": describe(repository)}


@SERVICE.action
def get_repository(call: Call, request: Document) -> Document:
    return {"repositoryMetadata": describe(find(call, request["repositoryName"]))}


@SERVICE.action
def batch_get_repositories(call: Call, request: Document) -> Document:
    names = request["repositoryNames"]
    if len(names) > 100:
        raise AwsError("MaximumRepositoryNamesExceededException", "The maximum number of repository names is 100.")
    for name in names:
        check_name(name)
    known = call.state(CodeCommitState).repositories
    return {
        "repositories": [describe(known[name]) for name in names if name in known],
        "repositoriesNotFound": [name for name in names if name not in known],
    }


@SERVICE.action
def list_repositories(call: Call, request: Document) -> Document:
    by_date = request.get("sortBy") == "lastModifiedDate"
    repositories = sorted(
        call.state(CodeCommitState).repositories.values(),
        key=lambda repository: (repository.modified.isoformat() if by_date else "", repository.name),
        reverse=request.get("order") == "descending",
    )
    shown, token = page(
        [{"repositoryName": repository.name, "repositoryId": repository.id} for repository in repositories],
        request,
        token_key="nextToken",  # noqa: S106 - the name of a request member
        default=1000,
        error="InvalidContinuationTokenException",
    )
    return {"repositories": shown, "nextToken": token}


@SERVICE.action
def delete_repository(call: Call, request: Document) -> Document:
    """Deleting what is not there answers no id, as AWS does."""
    check_name(request["repositoryName"])
    with call.world.lock:
        gone = call.state(CodeCommitState).repositories.pop(request["repositoryName"], None)
        if gone is None:
            return {}
        shutil.rmtree(gone.folder, ignore_errors=True)
    return {"repositoryId": gone.id}
