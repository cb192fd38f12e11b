from pathlib import Path

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
