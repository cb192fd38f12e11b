"""The wheel as a release makes it, from a clean copy through the sdist, and as a stranger installs it."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkout import ROOT, copy_to, is_left_by_a_tool, listed

Run = Callable[..., str]

DATA = "mlops_templates/_data"

PROBE = "seed_code/probe"
"""A seed repository that no product names, with all that packaging could lose or should."""


def build(folder: Path, target: str) -> Path:
    argv = [sys.executable, "-m", "hatchling", "build", "-t", target]
    subprocess.run(argv, cwd=folder, check=True, capture_output=True, timeout=120)
    [made] = (folder / "dist").iterdir()
    return made


def leave_a_probe(checkout: Path) -> None:
    probe = checkout / PROBE
    (probe / "__pycache__").mkdir(parents=True)
    (probe / ".hidden").write_text("a dotfile\n", encoding="utf-8")
    (probe / "__pycache__" / "run.cpython-311.pyc").write_bytes(b"\0")
    (probe / "run").write_text("#!/bin/sh\n", encoding="utf-8")
    (probe / "run").chmod(0o755)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checkout = copy_to(tmp_path_factory.mktemp("checkout"))
    leave_a_probe(checkout)
    unpacked = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build(checkout, "sdist")) as sdist:
        sdist.extractall(unpacked, filter="data")
    [release] = unpacked.iterdir()
    return build(release, "wheel")


@pytest.fixture(scope="module")
def members(wheel: Path) -> dict[str, bool]:
    """The files of the wheel; true of those that can be executed."""
    with zipfile.ZipFile(wheel) as archive:
        return {info.filename: bool(info.external_attr >> 16 & 0o100) for info in archive.infolist()}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, and its dependencies from this one."""
    folder = tmp_path_factory.mktemp("environment")
    uv = shutil.which("uv")
    venv.create(folder, with_pip=not uv)
    python = str(folder / "bin" / "python")
    install = [uv, "pip", "install", "--offline", "--python", python] if uv else [python, "-m", "pip", "install"]
    subprocess.run([*install, "--quiet", "--no-deps", "--no-index", str(wheel)], check=True, timeout=120)
    [packages] = (folder / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return folder / "bin"


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Calls the installed command from a folder that has nothing of ours."""

    def call(*words: str) -> str:
        environment = {"PATH": f"{installed}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
        argv = [str(installed / "mlops-templates"), *words]
        done = subprocess.run(
            argv, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    return call


def test_the_wheel_puts_one_package_and_its_metadata_into_an_environment(members: dict[str, bool]) -> None:
    tops = {name.partition("/")[0] for name in members}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"mlops_templates"}
    assert len(tops) == 2


def test_the_wheel_has_every_file_of_the_package(members: dict[str, bool]) -> None:
    files = [path.relative_to(ROOT).as_posix() for path in listed("mlops_templates")]
    assert [name for name in files if name not in members] == []


@pytest.mark.parametrize("folder", ["seed_code", "cloudformation"])
def test_the_wheel_carries_what_publish_uploads(members: dict[str, bool], folder: str) -> None:
    files = {path: f"{DATA}/{path.relative_to(ROOT).as_posix()}" for path in listed(folder)}
    assert files
    assert [name for name in files.values() if name not in members] == []
    assert {name: members[name] for name in files.values()} == {
        name: os.access(path, os.X_OK) for path, name in files.items()
    }


def test_dotfiles_and_executable_bits_survive_and_byte_code_does_not(members: dict[str, bool]) -> None:
    assert {name: bit for name, bit in members.items() if PROBE in name} == {
        f"{DATA}/{PROBE}/.hidden": False,
        f"{DATA}/{PROBE}/run": True,
    }


def test_the_wheel_holds_no_cache(members: dict[str, bool]) -> None:
    assert [name for name in members if is_left_by_a_tool(Path(name))] == []


def test_installed_it_lists_the_products(run: Run) -> None:
    assert "repeatable-real-time" in [product["name"] for product in json.loads(run("ls", "--output", "json"))]


def test_installed_it_describes_a_product(run: Run) -> None:
    assert "DeployPipeline" in run("show", "repeatable-real-time")


def test_installed_it_makes_the_very_templates_that_it_carries(run: Run, installed: Path) -> None:
    assert run("synth", "--check").split(":")[0].startswith(str(installed.parent))


def test_installed_it_bundles_the_seed_repositories(run: Run, tmp_path: Path) -> None:
    run("bundle", "--out", "bundle")
    seeds = {path.name.rpartition("-")[0] for path in (tmp_path / "bundle" / "seeds").iterdir()}
    assert seeds == {"model_build", "model_deploy"}


AUTHORS_TEST = """
def test_of_an_author(local_aws):
    stack = local_aws.deploy({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    assert list(stack.resources) == ["Topic"]
"""


def test_installed_it_gives_its_fixtures_to_pytest(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "test_of_an_author.py").write_text(AUTHORS_TEST, encoding="utf-8")
    environment = {"PATH": f"{installed}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    argv = [str(installed / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'b'}"]
    done = subprocess.run(argv, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=120)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
