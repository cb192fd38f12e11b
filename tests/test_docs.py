"""The pages of docs/ tell the truth: tables are current, examples run, commands work in their order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.checkout import ROOT
from tests.documents import blocks, fences, files, first_word
from tests.installed import search_path

PAGE = (ROOT / "docs" / "local-aws.md").read_text(encoding="utf-8")
WRONG = "test_wrong.py"
"""The example that the page shows failing."""

FROM_A_REGISTRY = "pip"
"""Tests have no network; that the package installs is shown in tests/test_wheel.py."""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a person who has the package, and nothing of ours besides."""
    home = tmp_path_factory.mktemp("home")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"HOME": str(home), "PATH": path, "PYTHONPATH": search_path(home / "installed")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with every file of the page."""
    for name, text in files(PAGE).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(argv: list[str], folder: Path, surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, cwd=folder, env=surroundings, check=False, capture_output=True, text=True, timeout=300)


def test_what_the_page_tells_of_the_code_and_of_runs_is_current(surroundings: dict[str, str]) -> None:
    done = run([sys.executable, "docs/make", "--check"], ROOT, surroundings)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_is_out_of_date_is_told(tmp_path: Path, surroundings: dict[str, str]) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    page = tmp_path / "docs" / "local-aws.md"
    page.write_text(PAGE.replace("<!-- end -->", "made up\n\n<!-- end -->", 1), encoding="utf-8")
    done = run([sys.executable, "docs/make", "--check"], tmp_path, surroundings)
    assert (done.returncode, "-made up" in done.stderr) == (1, True), done.stdout + done.stderr


def test_the_examples_pass_and_the_wrong_one_fails(folder: Path, surroundings: dict[str, str]) -> None:
    done = run([sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"], folder, surroundings)
    failed = [line.split("::")[0] for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    assert failed == [f"FAILED {WRONG}"], done.stdout
    assert " passed" in done.stdout.splitlines()[-1]


def test_the_commands_work_in_the_order_of_the_page(folder: Path, surroundings: dict[str, str]) -> None:
    lines = [line for block in blocks(PAGE, "sh") for line in block.splitlines() if first_word(line) != FROM_A_REGISTRY]
    script = ["trap 'mlops-templates local stop' EXIT", *lines]
    done = run(["bash", "-euo", "pipefail", "-c", "\n".join(script)], folder, surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"222222222222"' in done.stdout


def test_every_block_is_a_command_a_file_or_what_a_run_printed() -> None:
    known = [lines for language, lines in fences(PAGE) if language == "sh"] + list(files(PAGE).values())
    assert [language for language, lines in fences(PAGE) if lines not in known] == ["text"]


def test_the_workflow_for_continuous_integration_installs_and_tests() -> None:
    steps = yaml.safe_load(files(PAGE)["workflow.yaml"])["jobs"]["templates"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["pip install 'mlops-templates[local]' pytest", "pytest"]
