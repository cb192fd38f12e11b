"""Whoever waits for a round learns whether it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.keeping.keeper import Keeper
from mlops_templates.localaws.keeping.manifest import Manifest
from mlops_templates.localaws.keeping.store import Store
from mlops_templates.localaws.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    made.make()
    return made


@pytest.fixture
def keeper(world: World, store: Store) -> Iterator[Keeper]:
    made = Keeper(world, store, {})
    made.start()
    yield made
    made.close()


def test_a_round_that_cannot_be_written_is_an_error_and_the_next_one_has_its_changes(
    world: World, store: Store, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Manifest) -> None:
        raise OSError("no space left on device")

    world.changes.mark("sessions")
    with monkeypatch.context() as disk:
        disk.setattr(store, "commit", full)
        with pytest.raises(AwsError, match="the state cannot be kept: OSError: no space left on device"):
            keeper.settle()
    keeper.settle()
    assert store.read().parts.keys() == {"sessions"}


def test_nobody_is_told_that_something_is_kept_by_a_server_that_stops(keeper: Keeper) -> None:
    keeper.close()
    with pytest.raises(AwsError, match="the embedded AWS is stopping"):
        keeper.settle()
