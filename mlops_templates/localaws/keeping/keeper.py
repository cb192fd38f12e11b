"""Writes down what changed: when somebody waits for it, and every now and then when somebody is at work."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.keeping import moto_parts, pickling
from mlops_templates.localaws.keeping.capture import captured, is_part
from mlops_templates.localaws.keeping.manifest import Manifest, Snapshot, writers
from mlops_templates.localaws.keeping.store import Store
from mlops_templates.localaws.keeping.undisturbed import undisturbed

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World

PAUSE_SECONDS = 0.5
"""How long work in the background may go unwritten."""

ATTEMPTS = 20
"""How often a snapshot is tried when the state changes under it."""

logger = logging.getLogger(__name__)


class Keeper:
    """A thread that writes rounds; each has everything that changed before it began."""

    def __init__(self, world: World, store: Store, parts: dict[str, Snapshot]) -> None:
        self._world = world
        self._store = store
        self._parts = dict(parts)
        self._begun = self._done = 0
        self._failure = ""
        self._wanted = self._closing = False
        self._turn = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def settle(self) -> None:
        """Wait until everything that changed up to now is on disk.

        Raises:
            AwsError: it cannot be written.
        """
        with self._turn:
            if self._closing:
                raise AwsError("ServiceUnavailable", "the embedded AWS is stopping", status=503)
            mine = self._begun + 1
            self._wanted = True
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._done >= mine)
            if self._failure:
                raise AwsError("InternalFailure", f"the state cannot be kept: {self._failure}", status=500)

    def close(self) -> None:
        """Write a last round and end."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def sizes(self) -> dict[str, int]:
        return self._store.sizes()

    def _work(self) -> None:
        closing = False
        while not closing:
            with self._turn:
                self._turn.wait_for(lambda: self._wanted or self._closing, timeout=PAUSE_SECONDS)
                closing, self._wanted = self._closing, False
                self._begun += 1
            failure = self._try()
            with self._turn:
                self._done, self._failure = self._begun, failure
                self._turn.notify_all()

    def _try(self) -> str:
        """One round; why it failed, if it did."""
        try:
            if "s3" in self._world.changes.seen():
                moto_parts.settle_objects(self._store)
            self._write(self._snapshots())
        except Exception as error:
            logger.exception("the state could not be kept")
            return f"{type(error).__name__}: {error}"
        return ""

    def _snapshots(self) -> dict[str, bytes]:
        """What changed, all of it as it was at one moment."""
        for _ in range(ATTEMPTS):
            parts: set[str] = set()
            try:
                with self._world.steps.between(), self._world.lock, undisturbed():
                    parts = {part for part in self._world.changes.take() if is_part(self._world, part)}
                    return {part: pickling.dumps(captured(self._world, part), self._store) for part in sorted(parts)}
            except RuntimeError as error:  # a dictionary changed its size after all
                logger.info("a snapshot is tried again: %s", error)
                self._world.changes.mark(*parts)
                time.sleep(0.001)
            except BaseException:
                self._world.changes.mark(*parts)
                raise
        message = "the state does not hold still"
        raise TimeoutError(message)

    def _write(self, snapshots: dict[str, bytes]) -> None:
        fresh = self._parts | {part: self._store.put(part, data) for part, data in snapshots.items()}
        if fresh != self._parts:
            try:
                self._store.commit(Manifest(self._world.port, datetime.now(UTC).isoformat(), writers(), fresh))
            except OSError:
                self._world.changes.mark(*snapshots)
                raise
            self._parts = fresh
