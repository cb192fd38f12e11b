"""A service that the embedded AWS answers itself: a name and one function per action."""

from __future__ import annotations

from collections.abc import Callable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document

Action = Callable[[Call, Document], Document]


class Service:
    """The actions of one service, by the name they have in AWS's API model."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.actions: dict[str, Action] = {}

    def action(self, function: Action) -> Action:
        """Register `create_repository` as the action `CreateRepository`."""
        name = "".join(word.capitalize() for word in function.__name__.split("_"))
        if name in self.actions:
            raise ValueError(f"{self.name}:{name} is registered twice")
        self.actions[name] = function
        return function
