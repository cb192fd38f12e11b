"""The end of a push comes when it is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlops_templates.localaws import keeping
from mlops_templates.localaws.clients import INNER
from mlops_templates.localaws.keeping.keeper import Keeper
from mlops_templates.localaws.keeping.settled import StartResponse, answer, stream
from mlops_templates.localaws.keeping.store import Store
from mlops_templates.localaws.routing import Target
from mlops_templates.localaws.world import World


def test_a_client_of_git_waits_until_its_push_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, told = World(tmp_path), list[object]()
    monkeypatch.setattr(world, "settle", lambda: told.append(sorted(world.changes.seen())))

    def pushed() -> Iterator[bytes]:
        yield b"unpack ok"
        yield b"ok refs/heads/main"

    for part in stream(world, "codecommit", pushed()):
        told.append(part)
    assert told == [b"unpack ok", b"ok refs/heads/main", ["codecommit"]]


def test_a_call_of_our_own_does_not_wait_for_a_snapshot_that_waits_for_its_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping.steps, "PATIENCE_SECONDS", 60)
    world, told, begun, halted = World(tmp_path), list[str](), threading.Event(), threading.Event()
    world.keeper = Keeper(world, Store(tmp_path), {})
    target, ours = Target("cloudformation", "DescribeStacks", "query"), {"HTTP_USER_AGENT": f"Boto3/1 {INNER}"}

    def respond(start_response: StartResponse) -> list[bytes]:
        with world.steps.step():
            return [b"answer"]

    def handler() -> None:
        with world.steps.step():
            begun.set()
            halted.wait()
            inner = threading.Thread(target=answer, args=(world, target, ours, respond, lambda *given: None))
            inner.start()
            inner.join(30)
            told.append("waits" if inner.is_alive() else "answered")

    thread = threading.Thread(target=handler)
    thread.start()
    begun.wait()
    threading.Timer(0.1, halted.set).start()
    with world.steps.between():
        pass
    thread.join()
    assert told == ["answered"]
