"""The first commit of a repository, from a zip file."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator

from mlops_templates.localaws.archives import UNREADABLE, BadArchiveError, check_zip
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import changes
from mlops_templates.localaws.codecommit.branches import check_branch
from mlops_templates.localaws.codecommit.import_stream import EXECUTABLE, NORMAL, Author, Put, check_path, write_commit
from mlops_templates.localaws.codecommit.state import Repository
from mlops_templates.localaws.errors import AwsError

_AUTHOR = Author("AWS CodeCommit", "noreply-awscodecommit@amazon.com")
_MESSAGE = "Initial commit by AWS CodeCommit"


def seed(call: Call, repository: Repository, archive: bytes, branch: str) -> str:
    """Make the content of a zip file the first commit of a repository; give the commit's id.

    Raises:
        AwsError: if the archive is no zip file, is empty, or holds a path that leads out of the repository.
    """
    commit = write_commit(
        repository.folder,
        check_branch(branch),
        parent=None,
        author=_AUTHOR,
        message=_MESSAGE,
        changes=read(archive),
    )
    changes.announce(call, repository)
    return commit


def read(archive: bytes) -> list[Put]:
    """The files of a zip file, with their executable bits."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            for member in opened.infolist():
                check_path(member.orig_filename.removesuffix("/"))
        check_zip(archive)
        files = list(_files(archive))
    except (BadArchiveError, *UNREADABLE) as error:
        raise AwsError("InvalidRequest", f"The code of the repository is not a valid zip file: {error}") from error
    if not files:
        raise AwsError("InvalidRequest", "The code of the repository is a zip file without any file.")
    return files


def _files(archive: bytes) -> Iterator[Put]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for member in opened.infolist():
            if not member.is_dir():
                mode = member.external_attr >> 16
                if stat.S_ISLNK(mode):
                    raise AwsError("InvalidPathException", f"The archive holds a symbolic link: {member.filename!r}")
                executable = bool(mode & stat.S_IXUSR)
                yield Put(check_path(member.filename), opened.read(member), EXECUTABLE if executable else NORMAL)
