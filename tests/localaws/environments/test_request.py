from pathlib import Path

import pytest

from mlops_templates.localaws.environments.request import request


def identity(folder: Path, command: str) -> tuple[str, ...]:
    return request(command.split(), folder).identity()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("six==1.17.0 --hash=sha256:00\n")
    (tmp_path / "plain.txt").write_text("six==1.17.0\n")
    return tmp_path


@pytest.mark.parametrize(
    "loud",
    [
        "install -q -r requirements.txt",
        "install -qr requirements.txt",
        "install --requirement=requirements.txt",
        "install --user --no-cache-dir --progress-bar off -rrequirements.txt",
        "install --quiet --disable-pip-version-check --require-hashes -r requirements.txt",
        "install -r ./requirements.txt",
        "--no-color install -r requirements.txt",
    ],
)
def test_how_pip_talks_does_not_matter(folder, loud):
    assert identity(folder, loud) == identity(folder, "install -r requirements.txt")


@pytest.mark.parametrize(
    "other",
    [
        "install -r plain.txt",
        "install -r requirements.txt pytest",
        "install --no-deps -r requirements.txt",
        "uninstall -r requirements.txt",
    ],
)
def test_what_pip_installs_matters(folder, other):
    assert identity(folder, other) != identity(folder, "install -r requirements.txt")


def test_required_hashes_matter_where_the_file_has_none(folder):
    assert identity(folder, "install --require-hashes -r plain.txt") != identity(folder, "install -r plain.txt")


def test_an_included_file_matters(folder):
    (folder / "outer.txt").write_text("-r plain.txt\n")
    before = identity(folder, "install -r outer.txt")
    (folder / "plain.txt").write_text("six==1.16.0\n")
    assert identity(folder, "install -r outer.txt") != before


@pytest.mark.parametrize(
    ("command", "local"),
    [
        ("install .", True),
        ("install -e .[test]", True),
        ("install ./pkg", True),
        ("install libs/pkg", True),
        ("install dist/pkg-1.0-py3-none-any.whl", True),
        ("install pytest>=9 ruff==0.17.1", False),
        ("install pkg[extra]", False),
        ("install git+https://example.com/x/y", False),
        ("install https://example.com/y-1.0-py3-none-any.whl", False),
    ],
)
def test_code_on_the_jobs_disk_is_recognised(folder, command, local):
    assert request(command.split(), folder).local is local


@pytest.mark.parametrize("command", ["install --target layer six", "install -t layer six", "install --dry-run six"])
def test_some_installations_leave_the_environment(folder, command):
    assert not request(command.split(), folder).changes_environment
