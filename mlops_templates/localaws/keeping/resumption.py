"""What was under way when the server ended: each service ends it, or goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World


def resume(world: World) -> None:
    """Leave nothing in progress that nobody is working at."""
