"""What happened to a repository since it was last looked at, told to EventBridge."""

from __future__ import annotations

from datetime import UTC, datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codecommit.state import Repository
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events.bus import emit

_KINDS = {"refs/heads/": "branch", "refs/tags/": "tag"}


def announce(call: Call, repository: Repository) -> None:
    """Emit a `CodeCommit Repository State Change` for every reference that came, moved or went."""
    with repository.lock:
        old, new = repository.references, git.references(repository.folder)
        repository.references = new
        if old != new:
            repository.modified = datetime.now(UTC)
        _choose_default_branch(repository, new)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            emit(
                call,
                source="aws.codecommit",
                detail_type="CodeCommit Repository State Change",
                detail={**_detail(name, old.get(name), new.get(name)), **_about(call, repository)},
                resources=[repository.arn],
            )


def _detail(name: str, old: str | None, new: str | None) -> Document:
    prefix = next(prefix for prefix in _KINDS if name.startswith(prefix))
    event = "referenceUpdated" if old and new else "referenceCreated" if new else "referenceDeleted"
    # AWS leaves commitId out when a reference is deleted, and gives the old one.
    commits = {"commitId": new, "oldCommitId": old}
    return {
        "event": event,
        "referenceType": _KINDS[prefix],
        "referenceName": name.removeprefix(prefix),
        "referenceFullName": name,
        **{key: value for key, value in commits.items() if value},
    }


def _about(call: Call, repository: Repository) -> Document:
    return {
        "repositoryName": repository.name,
        "repositoryId": repository.id,
        "callerUserArn": call.principal,
    }


def _choose_default_branch(repository: Repository, references: dict[str, str]) -> None:
    """The first branch that is pushed to an empty repository becomes its default branch."""
    heads = [name for name in references if name.startswith("refs/heads/")]
    if heads and not repository.default_branch:
        chosen = "refs/heads/main" if "refs/heads/main" in heads else heads[0]
        git.run(repository.folder, "symbolic-ref", "HEAD", chosen)
        repository.default_branch = chosen.removeprefix("refs/heads/")
