from pathlib import Path

from tests.cli.runner import Run


def test_files_are_listed_with_what_to_do_next(run: Run, tmp_path: Path):
    ended = run("new-product", "acme-lake", "--folder", str(tmp_path), "--phase", "scalable")
    assert ended.code == 0
    assert f"wrote {tmp_path / 'acme-lake/pyproject.toml'}\n" in ended.out
    assert "mlops-templates conform acme-lake" in ended.out.splitlines()[-1]


def test_existing_folder_is_bad_input(run: Run, tmp_path: Path):
    (tmp_path / "acme-lake").mkdir()
    ended = run("new-product", "acme-lake", "--folder", str(tmp_path))
    assert (ended.code, ended.out) == (2, "")
    assert "exists: choose another name" in ended.err
