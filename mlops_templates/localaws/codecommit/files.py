"""Files: read, list, write."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codecommit.commits import commit_changes, expected_parent
from mlops_templates.localaws.codecommit.import_stream import Author, Put, check_path
from mlops_templates.localaws.codecommit.service import SERVICE
from mlops_templates.localaws.codecommit.state import Repository, find
from mlops_templates.localaws.codecommit.tree import MODES, Entry, commit_id, entry, files_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_LIMIT = 6 * 1024 * 1024


@SERVICE.action
def get_file(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    commit = commit_id(repository, request.get("commitSpecifier"))
    at = entry(repository, commit, request["filePath"])
    content = git.run(repository.folder, "cat-file", "blob", at.blob)
    if len(content) > _LIMIT:
        raise AwsError("FileTooLargeException", f"The file {at.path} is larger than 6 MB.")
    return {
        "commitId": commit,
        "blobId": at.blob,
        "filePath": at.path,
        "fileMode": at.mode_name,
        "fileSize": len(content),
        "fileContent": content,
    }


@SERVICE.action
def get_folder(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    commit = commit_id(repository, request.get("commitSpecifier"))
    folder = request["folderPath"].strip("/")
    prefix = f"{check_path(folder)}/" if folder else ""
    below = {
        path.removeprefix(prefix): at
        for path, at in files_of(repository.folder, commit).items()
        if path.startswith(prefix)
    }
    if folder and not below:
        raise AwsError("FolderDoesNotExistException", f"The folder {folder} does not exist in {repository.name}")

    folders = sorted({path.partition("/")[0] for path in below if "/" in path})
    files = [_shown(path, at) for path, at in below.items() if "/" not in path]
    return {
        "commitId": commit,
        "folderPath": folder,
        "treeId": git.object_id(repository.folder, f"{commit}:{folder}"),
        "subFolders": [_shown_folder(repository, commit, prefix, name) for name in folders],
        "files": [file for file in files if file["fileMode"] != "SYMLINK"],
        "symbolicLinks": [file for file in files if file["fileMode"] == "SYMLINK"],
        "subModules": [],
    }


def _shown(name: str, at: Entry) -> Document:
    return {"blobId": at.blob, "absolutePath": at.path, "relativePath": name, "fileMode": at.mode_name}


def _shown_folder(repository: Repository, commit: str, prefix: str, name: str) -> Document:
    path = f"{prefix}{name}"
    return {
        "treeId": git.object_id(repository.folder, f"{commit}:{path}"),
        "absolutePath": path,
        "relativePath": name,
    }


@SERVICE.action
def put_file(call: Call, request: Document) -> Document:
    repository = find(call, request["repositoryName"])
    path = check_path(request["filePath"].removeprefix("/"))
    content = request["fileContent"]
    if len(content) > _LIMIT:
        raise AwsError("FileContentSizeLimitExceededException", "The file content is larger than 6 MB.")
    change = Put(path, content, MODES[request.get("fileMode", "NORMAL")])
    parent = expected_parent(repository, request)
    author = Author(request.get("name", ""), request.get("email", ""))
    message = request.get("commitMessage") or (f"Edited {path}" if parent else f"Added {path}")
    try:
        commit = commit_changes(call, repository, {**request, "commitMessage": message}, author, [change])
    except AwsError as error:
        if error.code == "NoChangeException":
            raise AwsError("SameFileContentException", f"The file {path} has this content already.") from error
        raise
    return {
        "commitId": commit,
        "blobId": git.object_id(repository.folder, f"{commit}:{path}"),
        "treeId": git.object_id(repository.folder, f"{commit}^{{tree}}"),
    }
