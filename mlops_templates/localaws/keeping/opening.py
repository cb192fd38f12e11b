"""Reads back what an earlier server kept, before anybody is answered."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.keeping import pickling
from mlops_templates.localaws.keeping.capture import restore
from mlops_templates.localaws.keeping.keeper import Keeper
from mlops_templates.localaws.keeping.manifest import Manifest
from mlops_templates.localaws.keeping.store import Store

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World


def open_world(world: World) -> Manifest | None:
    """Give a world its keeper and everything that was kept; what there was, if there was anything.

    Raises:
        MlopsTemplatesError: what is kept is damaged, or other versions wrote it.
    """
    store = Store(world.root)
    try:
        store.make()
    except OSError as error:
        raise MlopsTemplatesError(f"the state cannot be kept: {error}. Choose another folder with --state.") from error
    if not store.used:
        world.keeper = Keeper(world, store, {})
        return None
    try:
        found = store.read()
        for part, snapshot in found.parts.items():
            _restore(world, store, part, store.snapshot(snapshot))
    except MlopsTemplatesError as error:
        start = f"mlops-templates local start --fresh --state {shlex.quote(str(world.root))}"
        raise MlopsTemplatesError(
            f"the state kept in {store.folder} cannot be used: {error}. "
            f"Forget it: {start}. Or choose another folder with --state."
        ) from error
    store.forget_unread_objects()
    world.keeper = Keeper(world, store, found.parts)
    return found


def _restore(world: World, store: Store, part: str, data: bytes) -> None:
    try:
        restore(world, part, pickling.loads(data, store))
    except MlopsTemplatesError:
        raise
    except Exception as error:
        raise MlopsTemplatesError(f"the snapshot of {part} cannot be read ({error!r})") from error
