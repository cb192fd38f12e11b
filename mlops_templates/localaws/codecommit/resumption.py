"""Repositories after a restart: git and the records of them agree again."""

from __future__ import annotations

import shutil

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit.changes import announce
from mlops_templates.localaws.codecommit.state import CodeCommitState, folder_of


def resume(call: Call) -> None:
    """Forget what only git or only we know: nobody was told of it. Announce what was pushed at the very end."""
    repositories = call.state(CodeCommitState).repositories
    for name, repository in list(repositories.items()):
        if not (repository.folder / "config").is_file():
            del repositories[name]
        else:
            announce(call, repository)
    for folder in folder_of(call, "x").parent.glob("*"):
        if folder.name not in repositories:
            shutil.rmtree(folder, ignore_errors=True)
