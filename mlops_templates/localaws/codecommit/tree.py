"""What is in a commit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codecommit.import_stream import EXECUTABLE, NORMAL, SYMLINK, check_path
from mlops_templates.localaws.codecommit.state import Repository
from mlops_templates.localaws.errors import AwsError

MODES = {"NORMAL": NORMAL, "EXECUTABLE": EXECUTABLE, "SYMLINK": SYMLINK}
_NAMES = {mode: name for name, mode in MODES.items()}


@dataclass(frozen=True)
class Entry:
    """One file of a commit."""

    path: str
    mode: str
    blob: str

    @property
    def mode_name(self) -> str:
        return _NAMES.get(self.mode, "NORMAL")


def files_of(repository: Path, commit: str) -> dict[str, Entry]:
    """All files of a commit by path."""
    found = {}
    for line in git.run(repository, "ls-tree", "-r", "-z", commit).decode().split("\0"):
        if line:
            facts, path = line.split("\t", 1)
            mode, _, blob = facts.split(" ")
            found[path] = Entry(path, mode, blob)
    return found


def commit_id(repository: Repository, specifier: str | None) -> str:
    """The commit that a branch, tag or id names; the default branch's if there is no specifier.

    Raises:
        AwsError: CommitDoesNotExistException.
    """
    found = git.object_id(repository.folder, f"{specifier or 'HEAD'}^{{commit}}")
    if found is None:
        raise AwsError("CommitDoesNotExistException", f"{specifier or 'The default branch'} names no commit")
    return found


def entry(repository: Repository, commit: str | None, path: str) -> Entry:
    """The file at a path.

    Raises:
        AwsError: FileDoesNotExistException.
    """
    wanted = check_path(path.removeprefix("/"))
    found = files_of(repository.folder, commit).get(wanted) if commit else None
    if found is None:
        raise AwsError("FileDoesNotExistException", f"The file {path} does not exist in {repository.name}")
    return found
