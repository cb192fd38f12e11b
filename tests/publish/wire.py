"""What goes over the wire of a publisher: counted, and cut at a chosen call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mlops_templates.publish import Clients
from tests.publish.conftest import SERVICES

READS = ("Describe", "Get", "List", "Head", "Search")


class Killed(BaseException):
    """The publisher dies here: nothing may catch it."""


@dataclass
class Wire:
    """Records the operations of all clients; dies when the answer to a chosen operation has arrived."""

    calls: list[str] = field(default_factory=list)
    killed_after: str = ""

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if not call.startswith(READS)]

    def _before(self, model: Any, **_: Any) -> None:
        self.calls.append(model.name)

    def _after(self, model: Any, **_: Any) -> None:
        if model.name == self.killed_after:
            raise Killed(model.name)


class tapped:
    """`with tapped(clients) as wire:` records until the block ends, whatever way it ends."""

    def __init__(self, clients: Clients, *, killed_after: str = "") -> None:
        self.clients = [getattr(clients, service) for service in SERVICES]
        self.wire = Wire(killed_after=killed_after)

    def __enter__(self) -> Wire:
        for client in self.clients:
            client.meta.events.register("before-call", self.wire._before)
            client.meta.events.register("after-call", self.wire._after)
        return self.wire

    def __exit__(self, *_: object) -> None:
        for client in self.clients:
            client.meta.events.unregister("before-call", self.wire._before)
            client.meta.events.unregister("after-call", self.wire._after)
