"""Repositories at providers after a restart: git and the records of them agree again."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codeconnections import remotes


def resume(call: Call) -> None:
    """Forget repositories that git does not have: nobody was told of them. Tell of what was pushed at the very end."""
    if (call.account, call.region) != (ACCOUNT, remotes.HOME):
        return
    known = remotes.state_of(call.world).remotes
    for name, remote in list(known.items()):
        if not (remote.folder / "config").is_file():
            del known[name]
        else:
            remotes.announce(call.world, remote)
