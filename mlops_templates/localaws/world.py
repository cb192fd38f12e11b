"""The world behind one server: its folder, its address, the state of all services, its children."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from mlops_templates.localaws.clients import Clients
from mlops_templates.localaws.keeping.changes import Changes, part_of
from mlops_templates.localaws.keeping.own_parts import States
from mlops_templates.localaws.keeping.steps import Steps
from mlops_templates.localaws.processes import Processes
from mlops_templates.localaws.sessions import Sessions

if TYPE_CHECKING:
    from mlops_templates.localaws.keeping.keeper import Keeper

State = TypeVar("State")
Arguments = ParamSpec("Arguments")

logger = logging.getLogger(__name__)


class World:
    """What all services share. `url` is known once the server listens; without a keeper nothing is kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.url = ""
        self.port = 0
        self.lock = threading.RLock()
        self.changes = Changes()
        self.steps = Steps()
        self.keeper: Keeper | None = None
        self.processes = Processes()
        self.clients = Clients(lambda: self.url)
        self.sessions = Sessions(self.changes)
        self.states: States = {}
        self._lives: States = {}
        for folder in ("repositories", "logs", "work"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def state(self, kind: type[State], account: str, region: str) -> State:
        """The one instance of a state class for an account and a region, made on first use."""
        return self._one(self.states, kind, account, region)

    def live(self, kind: type[State], account: str, region: str) -> State:
        """The same for what ends with this server: processes, threads."""
        return self._one(self._lives, kind, account, region)

    def _one(self, among: States, kind: type[State], account: str, region: str) -> State:
        with self.lock:
            found = among.get((kind, account, region))
            if found is None:
                found = among[kind, account, region] = kind()
        if not isinstance(found, kind):
            raise TypeError(kind)
        return found

    def spawn(
        self, name: str, function: Callable[Arguments, object], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> None:
        """Run a function in the background; what it raises goes to the server's log."""
        at_work = self.changes.to([part_of(function)])
        at_work.__enter__()

        def work() -> None:
            try:
                function(*args, **kwargs)
            except Exception as error:
                if self.processes.closed:
                    logger.info("%s ended with the server: %s", name, error)
                else:
                    logger.exception("background work failed: %s", name)
            finally:
                at_work.__exit__(None, None, None)

        threading.Thread(target=work, name=name, daemon=True).start()

    def settle(self) -> None:
        """Wait until everything that changed up to now is kept."""
        if self.keeper:
            self.keeper.settle()

    def close(self) -> None:
        """Keep what there is, then end every child process: that they end so is not kept, the next start tells it."""
        if self.keeper:
            self.keeper.close()
        self.processes.close()
