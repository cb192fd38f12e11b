from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlops_templates import data
from tests.cli.runner import Run, runner


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys)


def test_a_bundle_is_written_and_listed(run: Run, tmp_path: Path) -> None:
    ended = run("bundle", "--out", str(tmp_path / "out"), "--output", "json")
    assert ended.code == 0
    listed = json.loads(ended.out)
    assert listed == {"folder": str(tmp_path / "out"), **json.loads((tmp_path / "out" / "manifest.json").read_text())}
    assert all((tmp_path / "out" / asset["key"]).is_file() for asset in listed["assets"])


def test_a_missing_seed_is_one_message_and_nothing_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "data_folder", lambda name: tmp_path / name)
    ended = run("bundle", "--out", str(tmp_path / "out"))
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "model_build" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_product_is_answered_with_the_nearest(run: Run, tmp_path: Path) -> None:
    ended = run("bundle", "--out", str(tmp_path / "out"), "--product", "repeatable-realtime")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean 'repeatable-real-time'?" in ended.err
    assert not (tmp_path / "out").exists()
