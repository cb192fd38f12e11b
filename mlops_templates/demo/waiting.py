"""Waiting for AWS to get somewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from mlops_templates.errors import MlopsTemplatesError

Found = TypeVar("Found")

PATIENCE_SECONDS = 600.0
PAUSE_SECONDS = 0.15


def until(look: Callable[[], Found | None], what: str, patience: float = PATIENCE_SECONDS) -> Found:
    """Look again and again until there is an answer.

    Raises:
        MlopsTemplatesError: `what` did not happen in time.
    """
    deadline = time.monotonic() + patience
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise MlopsTemplatesError(f"waited {patience:.0f} s for {what} in vain")
        time.sleep(PAUSE_SECONDS)
    return found
