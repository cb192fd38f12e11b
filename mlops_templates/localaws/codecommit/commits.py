"""Commits: look at one, make one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import changes, git
from mlops_templates.localaws.codecommit.branches import check_branch
from mlops_templates.localaws.codecommit.import_stream import Author, Delete, Put, check_path, write_commit
from mlops_templates.localaws.codecommit.service import SERVICE
from mlops_templates.localaws.codecommit.state import Repository, find
from mlops_templates.localaws.codecommit.tree import MODES, entry, files_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def get_commit(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    commit = git.object_id(repository.folder, f"{request['commitId']}^{{commit}}")
    if commit is None:
        raise AwsError("CommitIdDoesNotExistException", f"Commit {request['commitId']} does not exist")
    form = "%H%x00%T%x00%P%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%B"
    text = git.run(repository.folder, "show", "--no-patch", "--date=raw", f"--format={form}", commit)
    sha, tree, parents, *people, message = text.decode("utf-8", "replace").split("\0")
    return {
        "commit": {
            "commitId": sha,
            "treeId": tree,
            "parents": parents.split(),
            "message": message.removesuffix("\n"),
            "author": dict(zip(("name", "email", "date"), people[:3], strict=True)),
            "committer": dict(zip(("name", "email", "date"), people[3:], strict=True)),
            "additionalData": "",
        }
    }


@SERVICE.action
def create_commit(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    parent = expected_parent(repository, request)
    before = files_of(repository.folder, parent) if parent else {}
    wanted = list(_changes(repository, parent, request))
    if not wanted:
        raise AwsError("FileEntryRequiredException", "A commit requires at least one file entry.")
    author = Author(request.get("authorName", ""), request.get("email", ""))
    commit = commit_changes(call, repository, request, author, wanted)
    after = files_of(repository.folder, commit)
    shown = {
        change.path: {"absolutePath": change.path, "blobId": at.blob, "fileMode": at.mode_name}
        for change in wanted
        if (at := after.get(change.path) or before.get(change.path))
    }
    return {
        "commitId": commit,
        "treeId": git.object_id(repository.folder, f"{commit}^{{tree}}"),
        "filesAdded": [shown[path] for path in shown if path in after and path not in before],
        "filesUpdated": [shown[path] for path in shown if path in after and path in before],
        "filesDeleted": [shown[path] for path in shown if path not in after],
    }


def commit_changes(
    call: Call, repository: Repository, request: Document, author: Author, wanted: Sequence[Put | Delete]
) -> str:
    """Commit to the requested branch and tell EventBridge.

    Raises:
        AwsError: NoChangeException, if the files are like that already.
    """
    with repository.lock:
        parent = expected_parent(repository, request)
        commit = write_commit(
            repository.folder,
            request["branchName"],
            parent=parent,
            author=author,
            message=request.get("commitMessage", ""),
            changes=wanted,
        )
        if parent and _tree(repository, parent) == _tree(repository, commit):
            git.run(repository.folder, "update-ref", f"refs/heads/{request['branchName']}", parent)
            raise AwsError("NoChangeException", "The commit makes no change to the repository.")
    changes.announce(call, repository)
    return commit


def expected_parent(repository: Repository, request: Document) -> str | None:
    """The tip of the branch, if the caller knows it; None when the branch would be the first of its repository.

    Raises:
        AwsError: ParentCommitIdRequiredException and its siblings.
    """
    branch = check_branch(request["branchName"])
    head = git.object_id(repository.folder, f"refs/heads/{branch}")
    given = request.get("parentCommitId")
    if head is None and git.references(repository.folder):
        raise AwsError("BranchDoesNotExistException", f"Branch {branch} does not exist in {repository.name}")
    if head is None:
        return None
    if not given:
        raise AwsError("ParentCommitIdRequiredException", "A parent commit ID is required.")
    if given != head:
        raise AwsError("ParentCommitIdOutdatedException", f"{given} is not the tip of {branch}, which is {head}.")
    return head


def _changes(repository: Repository, parent: str | None, request: Document) -> Iterator[Put | Delete]:
    for file in request.get("putFiles", []):
        mode = MODES[file.get("fileMode", "NORMAL")]
        yield Put(check_path(file["filePath"]), file.get("fileContent", b""), mode)
    for file in request.get("deleteFiles", []):
        yield Delete(entry(repository, parent, file["filePath"]).path)
    for file in request.get("setFileModes", []):
        at = entry(repository, parent, file["filePath"])
        yield Put(at.path, git.run(repository.folder, "cat-file", "blob", at.blob), MODES[file["fileMode"]])


def _tree(repository: Repository, commit: str) -> str | None:
    return git.object_id(repository.folder, f"{commit}^{{tree}}")
