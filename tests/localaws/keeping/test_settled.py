"""The end of a push comes when it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlops_templates.localaws.keeping.settled import stream
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
