"""Branches."""

from __future__ import annotations

import re

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import changes, git
from mlops_templates.localaws.codecommit.service import SERVICE
from mlops_templates.localaws.codecommit.state import Repository, find
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page

# The rules of git check-ref-format.
_BRANCH = re.compile(r"(?!.*(\.\.|//|@\{|[\x00-\x20\x7f~^:?*\[\\]|\.lock(/|$)|(^|/)\.))[^/-](.{0,254}[^/.])?")
_COMMIT = re.compile(r"[0-9a-f]{40}")


def check_branch(name: str | None) -> str:
    """The name itself, if it can be a branch."""
    if not name:
        raise AwsError("BranchNameRequiredException", "A branch name is required, but was not specified.")
    if not _BRANCH.fullmatch(name):
        raise AwsError("InvalidBranchNameException", f"The branch name {name} is not valid.")
    return name


def branch_head(repository: Repository, name: str | None) -> str:
    """The commit at the tip of a branch.

    Raises:
        AwsError: BranchDoesNotExistException and its siblings.
    """
    head = git.object_id(repository.folder, f"refs/heads/{check_branch(name)}")
    if head is None:
        raise AwsError("BranchDoesNotExistException", f"Branch {name} does not exist in {repository.name}")
    return head


@SERVICE.action
def get_branch(call: Call, request: Document) -> Document:
    repository = find(call, request.get("repositoryName"))
    name = request.get("branchName")
    return {"branch": {"branchName": name, "commitId": branch_head(repository, name)}}


@SERVICE.action
def list_branches(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    heads = [name for name in git.references(repository.folder) if name.startswith("refs/heads/")]
    names = sorted(name.removeprefix("refs/heads/") for name in heads)
    shown, token = page(
        names,
        request,
        token_key="nextToken",  # noqa: S106 - the name of a request member
        default=1000,
        error="InvalidContinuationTokenException",
    )
    return {"branches": shown, "nextToken": token}


@SERVICE.action
def create_branch(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    name = check_branch(request["branchName"])
    commit = request["commitId"]
    if not _COMMIT.fullmatch(commit):
        raise AwsError("InvalidCommitIdException", f"The commit ID {commit} is not valid. It must be a full SHA-1.")
    if git.object_id(repository.folder, f"{commit}^{{commit}}") is None:
        raise AwsError("CommitDoesNotExistException", f"Commit {commit} does not exist in {repository.name}")
    if git.object_id(repository.folder, f"refs/heads/{name}"):
        raise AwsError("BranchNameExistsException", f"Branch {name} already exists in {repository.name}")
    git.run(repository.folder, "update-ref", f"refs/heads/{name}", commit, "0" * 40)
    changes.announce(call, repository)
    return {}


@SERVICE.action
def delete_branch(call: Call, request: Document) -> Document:
    """Deleting what is not there answers nothing, as AWS does."""
    repository = find(call, request["repositoryName"])
    name = check_branch(request["branchName"])
    if name == repository.default_branch:
        raise AwsError(
            "DefaultBranchCannotBeDeletedException",
            f"{name} is the default branch of {repository.name} and cannot be deleted.",
        )
    head = git.object_id(repository.folder, f"refs/heads/{name}")
    if head is None:
        return {}
    git.run(repository.folder, "update-ref", "-d", f"refs/heads/{name}", head)
    changes.announce(call, repository)
    return {"deletedBranch": {"branchName": name, "commitId": head}}
