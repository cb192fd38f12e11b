"""Repositories: change what they are called and say."""

from __future__ import annotations

from datetime import UTC, datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codecommit.branches import branch_head
from mlops_templates.localaws.codecommit.repositories import check_description
from mlops_templates.localaws.codecommit.service import SERVICE
from mlops_templates.localaws.codecommit.state import CodeCommitState, check_name, find, folder_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def update_repository_description(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    description = request.get("repositoryDescription", "")
    check_description(description)
    repository.description = description
    repository.modified = datetime.now(UTC)
    return {}


@SERVICE.action
def update_repository_name(call: Call, request: Document) -> Document:
    """The repository keeps its id and content; its old name leads nowhere."""
    new = request["newName"]
    with call.world.lock:
        repository = find(call, request["oldName"])
        check_name(new)
        repositories = call.state(CodeCommitState).repositories
        if new in repositories:
            raise AwsError("RepositoryNameExistsException", f"Repository named {new} already exists")
        repository.folder = repository.folder.rename(folder_of(call, new))
        repositories[new] = repositories.pop(repository.name)
        repository.name, repository.arn = new, call.arn("codecommit", new)
        repository.modified = datetime.now(UTC)
    return {}


@SERVICE.action
def update_default_branch(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    branch = request["defaultBranchName"]
    branch_head(repository, branch)
    git.run(repository.folder, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    repository.default_branch = branch
    return {}


@SERVICE.action
def update_repository_encryption_key(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    old, repository.kms_key = repository.kms_key, request["kmsKeyId"]
    return {"repositoryId": repository.id, "kmsKeyId": repository.kms_key, "originalKmsKeyId": old}
