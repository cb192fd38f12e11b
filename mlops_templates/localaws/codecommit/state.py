"""The repositories of one account and region."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.running import Turn

_NAME = re.compile(r"(?!\.+$)[\w.-]{1,100}(?<!\.git)", re.ASCII)
_NAME_RULE = (
    "The repository name is not valid. Repository names can be any valid combination of letters, numbers, periods, "
    "underscores, and dashes between 1 and 100 characters in length. Names cannot end in .git and cannot contain any "
    "of the following characters: ! ? @ # $ % ^ & * ( ) + = { } [ ] | \\ / > < ~ ` ' \" ; :"
)


@dataclass
class Repository:
    """One repository and the references that were there when it was last looked at."""

    name: str
    folder: Path
    arn: str
    account: str
    region: str
    description: str = ""
    default_branch: str = ""
    kms_key: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))
    references: dict[str, str] = field(default_factory=dict)
    lock: Turn = field(default_factory=Turn, repr=False, compare=False)


@dataclass
class CodeCommitState:
    """Repositories by name."""

    repositories: dict[str, Repository] = field(default_factory=dict)


def folder_of(call: Call, name: str) -> Path:
    """Where the bare repository lives."""
    return call.world.root / "repositories" / call.account / call.region / name


def check_name(name: str) -> None:
    """Refuse a name that AWS refuses; so no name leads out of the folder of repositories.

    Raises:
        AwsError: InvalidRepositoryNameException.
    """
    if not _NAME.fullmatch(name):
        raise AwsError("InvalidRepositoryNameException", _NAME_RULE)


def find(call: Call, name: str | None) -> Repository:
    """The repository of that name.

    Raises:
        AwsError: RepositoryDoesNotExistException and its siblings.
    """
    if not name:
        raise AwsError("RepositoryNameRequiredException", "A repository name is required, but was not specified.")
    check_name(name)
    found = call.state(CodeCommitState).repositories.get(name)
    if found is None:
        raise AwsError("RepositoryDoesNotExistException", f"{name} does not exist")
    return found
