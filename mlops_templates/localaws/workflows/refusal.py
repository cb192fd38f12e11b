"""What a workflow asks for and nobody emulates."""

from __future__ import annotations


class WorkflowRefusedError(Exception):
    """Says what, and where in the workflow."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"not emulated: {place}: {what}")
