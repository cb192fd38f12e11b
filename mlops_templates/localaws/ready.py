"""The note in the state folder by which others find the server that runs on it."""

from __future__ import annotations

import json
import os

from mlops_templates.localaws.call import client_environment
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.handle import READY
from mlops_templates.localaws.world import World


def write(world: World, region: str, *, keeps: bool) -> None:
    """Tell the address of the server, its process, and the variables with which the person at the keyboard acts."""
    administrator = world.sessions.administrator
    if administrator is None:
        raise RuntimeError("nobody is signed in at the keyboard")
    facts = {
        "url": world.url,
        "pid": os.getpid(),
        "environment": client_environment(world, ACCOUNT, region, administrator),
        "keeps": keeps,
    }
    note = world.root / READY
    note.with_suffix(".part").write_text(json.dumps(facts), encoding="utf-8")
    note.with_suffix(".part").replace(note)


def refresh(world: World) -> None:
    """Write the note anew after something has changed what it tells; without a note nobody reads one."""
    note = world.root / READY
    if note.exists():
        facts = json.loads(note.read_text(encoding="utf-8"))
        write(world, facts["environment"]["AWS_REGION"], keeps=facts["keeps"])
