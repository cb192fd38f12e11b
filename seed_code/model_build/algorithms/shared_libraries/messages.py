"""How a step ends when its input is wrong: one plain line instead of a traceback."""

import sys
from collections.abc import Callable


def run_step(step: Callable[[], None]) -> None:
    """Run a step; a ValueError is a message for a person, all else keeps its traceback."""
    try:
        step()
    except ValueError as error:
        sys.exit(f"ERROR: {error}")
