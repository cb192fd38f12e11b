"""The embedded AWS that a verb speaks to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlops_templates.cli.local.options import line_for
from mlops_templates.errors import MlopsTemplatesError

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws


def running_on(state: Path) -> LocalAws:
    """The one that runs on a state folder.

    Raises:
        MlopsTemplatesError: none does.
    """
    from mlops_templates.localaws import attach

    found = attach(state.resolve())
    if found is None:
        raise MlopsTemplatesError(f"no embedded AWS runs on {state}. Start one: {line_for('start', state)}")
    return found
