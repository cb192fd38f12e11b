"""A server of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.localaws.keeping.reborn import Reborn


@pytest.fixture
def reborn(tmp_path: Path) -> Iterator[Reborn]:
    found = Reborn.begin(tmp_path / "state")
    yield found
    found.stop()
