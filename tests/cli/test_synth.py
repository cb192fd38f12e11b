from pathlib import Path

import pytest

from mlops_templates import data
from tests.cli.runner import Run


def test_templates_are_written_and_then_current(run: Run, tmp_path: Path):
    assert "wrote" in run("synth", "--folder", str(tmp_path)).out
    ended = run("synth", "--check", "--folder", str(tmp_path))
    assert (ended.code, ended.out) == (0, f"{tmp_path}: current\n")


def test_check_writes_nothing_and_ends_with_1(run: Run, tmp_path: Path):
    ended = run("synth", "--check", "--folder", str(tmp_path))
    assert ended.code == 1
    assert "stale" in ended.out
    assert list(tmp_path.iterdir()) == []


def test_ownerless_file_is_deleted_and_named(run: Run, tmp_path: Path):
    (tmp_path / "9-nobody.yaml").touch()
    assert f"deleted {tmp_path / '9-nobody.yaml'}" in run("synth", "--folder", str(tmp_path)).out


def test_an_installed_package_is_not_written_into(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data, "__file__", str(tmp_path / "site-packages/mlops_templates/data.py"))
    ended = run("synth")
    assert ended.code == 2
    assert "Name a folder with --folder" in ended.err
    assert list(tmp_path.iterdir()) == []
