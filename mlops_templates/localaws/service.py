"""A service that the embedded AWS answers itself: a name and one function per action."""

from __future__ import annotations

from collections.abc import Callable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document

Action = Callable[[Call, Document], Document]


class Service:
    """The actions of one service, by the name they have in AWS's API model.

    `breach` is the error code for a request that breaks a length, range, pattern or enum of the model; None when the
    service's actions have words of their own for each.
    """

    def __init__(self, name: str, breach: str | None = "ValidationException") -> None:
        self.name = name
        self.breach = breach
        self.actions: dict[str, Action] = {}

    def action(self, function: Action) -> Action:
        """Register `create_repository` as the action `CreateRepository`."""
        name = "".join(word.capitalize() for word in function.__name__.split("_"))
        if name in self.actions:
            raise ValueError(f"{self.name}:{name} is registered twice")
        self.actions[name] = function
        return function
