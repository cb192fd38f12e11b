"""What a part of the state holds, and putting it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlops_templates.localaws.catalogue import MOTO
from mlops_templates.localaws.keeping import moto_parts, own_parts
from mlops_templates.localaws.keeping.changes import part_of

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World

SESSIONS = "sessions"


def is_part(world: World, part: str) -> bool:
    """Whether there is anything of that name to keep; what works in the background need not have a state."""
    return part == SESSIONS or part in MOTO or any(part_of(kind) == part for kind, _, _ in list(world.states))


def captured(world: World, part: str) -> Any:
    """Everything of a part, to be pickled at once."""
    if part == SESSIONS:
        return world.sessions.captured()
    return moto_parts.captured(part) if part in MOTO else own_parts.captured(world.states, part)


def restore(world: World, part: str, value: Any) -> None:
    """Put a part back as it was captured."""
    if part == SESSIONS:
        world.sessions.restore(value)
    elif part in MOTO:
        moto_parts.restore(part, value)
    else:
        world.states.update(value)
