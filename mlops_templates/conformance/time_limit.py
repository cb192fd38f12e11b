"""Work that may take only so long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from mlops_templates.errors import MlopsTemplatesError

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """The result of the work.

    Raises:
        MlopsTemplatesError: it is not done after that time; nobody waits for it any longer.
        Exception: what the work raises.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, name="part of a life", daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise MlopsTemplatesError(
            f"not done after {seconds:g} seconds; look at it with --state FOLDER, or give it longer with --time-limit"
        )
    return results[0]
