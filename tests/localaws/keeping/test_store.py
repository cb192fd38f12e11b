"""What counts is there whole, whatever happens while something else is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates.localaws.keeping.manifest import Manifest, writers
from mlops_templates.localaws.keeping.store import Store


def test_a_list_that_is_half_written_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    store.make()
    store.commit(Manifest(1, "before", writers()))

    def torn(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError("the power went")

    monkeypatch.setattr(Path, "write_bytes", torn)
    with pytest.raises(OSError, match="the power went"):
        store.commit(Manifest(1, "after", writers()))
    assert store.read().written == "before"
