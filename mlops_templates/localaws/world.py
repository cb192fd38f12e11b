"""The world behind one server: its folder, its address, the state of all services, its children."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from mlops_templates.localaws.clients import Clients
from mlops_templates.localaws.processes import Processes
from mlops_templates.localaws.sessions import Sessions

State = TypeVar("State")
Arguments = ParamSpec("Arguments")

logger = logging.getLogger(__name__)


class World:
    """What all services share. `url` is known once the server listens."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.url = ""
        self.lock = threading.RLock()
        self.processes = Processes()
        self.clients = Clients(lambda: self.url)
        self.sessions = Sessions()
        self._states: dict[tuple[type, str, str], object] = {}
        self._lives: dict[tuple[type, str, str], object] = {}
        for folder in ("repositories", "logs", "work"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def state(self, kind: type[State], account: str, region: str) -> State:
        """The one instance of a state class for an account and a region, made on first use."""
        return self._one(self._states, kind, account, region)

    def live(self, kind: type[State], account: str, region: str) -> State:
        """The same for what ends with this server: processes, threads."""
        return self._one(self._lives, kind, account, region)

    def _one(self, among: dict[tuple[type, str, str], object], kind: type[State], account: str, region: str) -> State:
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

        def work() -> None:
            try:
                function(*args, **kwargs)
            except Exception as error:
                if self.processes.closed:
                    logger.info("%s ended with the server: %s", name, error)
                else:
                    logger.exception("background work failed: %s", name)

        threading.Thread(target=work, name=name, daemon=True).start()

    def close(self) -> None:
        """End every child process."""
        self.processes.close()
