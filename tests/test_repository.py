"""What holds for the repository as a whole."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.checkout import ROOT, ignored, is_left_by_a_tool, listed

LONGEST_FILE = 250

# Spelled in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = [f"/{name}/" for name in ("wo" + "rk", "ro" + "ot", "fa" + "rm")] + ["/tmp/bash" + "_jobs"]
REGISTRY_HOSTS = ["pypi" + ".org", "python" + "hosted", "registry" + ".npmjs"]
UNFINISHED = [
    "x" + "fail",
    "pytest." + "skip(",
    "assert " + "True",
    "raise " + "NotImplementedError",
    "TO" + "DO",
    "FIX" + "ME",
]

SCRIPTS = sorted([*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"])


def texts(*patterns: str) -> dict[Path, str]:
    """The text files of the checkout."""
    contents = {path.relative_to(ROOT): path.read_bytes() for path in listed(*patterns)}
    return {path: content.decode("utf-8") for path, content in contents.items() if b"\0" not in content}


def lines_with(words: list[str], *patterns: str) -> list[str]:
    wanted = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts(*patterns).items()
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


def project() -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def wanted_requirements() -> list[Requirement]:
    """What the lock file is made from: the package, the embedded AWS, the developer's tools."""
    facts = project()
    core, extras, groups = facts["project"], facts["project"]["optional-dependencies"], facts["dependency-groups"]
    return [Requirement(line) for line in (*core["dependencies"], *extras["local"], *groups["dev"])]


def locked() -> dict[str, list[str]]:
    """The hashes in the lock file by requirement line."""
    entries: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        text = line.rstrip("\\").strip()
        if text.startswith("--hash="):
            entries[list(entries)[-1]].append(text)
        elif text:
            entries[text] = []
    return entries


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert lines_with(MACHINE_PATHS) == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert lines_with(REGISTRY_HOSTS) == []


def test_nothing_is_left_unfinished_or_pretended() -> None:
    assert lines_with(UNFINISHED, "*.py") == []


def test_every_module_of_the_package_fits_in_a_head() -> None:
    lengths = {path: len(text.splitlines()) for path, text in texts("mlops_templates/*.py").items()}
    assert len(lengths) > 100
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_git_ignores_nothing_of_a_seed_repository_but_what_tools_leave() -> None:
    assert [str(path) for path in ignored("seed_code") if not is_left_by_a_tool(path)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.relative_to(ROOT).as_posix())
def test_every_script_can_be_called_and_says_what_it_is_for(script: Path) -> None:
    shebang, usage, *code = script.read_text(encoding="utf-8").splitlines()
    assert os.access(script, os.X_OK)
    assert shebang == "#!/usr/bin/env bash"
    assert re.match(r"# \w.{20,}", usage)
    assert "set -euo pipefail" in code


def test_ci_runs_the_checks_and_the_tests() -> None:
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"./scripts/check", "./scripts/test"} <= set(commands)


@pytest.mark.parametrize(
    "step",
    [
        "ruff format --check --quiet .",
        "ruff check --quiet .",
        "mypy --no-error-summary",
        "lint-imports --no-cache",
        "mlops-templates synth --check",
        "python docs/make --check",
        "mlops-templates lint",
        "cfn-lint -c I -r us-east-1 -t cloudformation/*.yaml",
    ],
)
def test_the_checks_take_this_step(step: str) -> None:
    commands = (ROOT / "scripts" / "check").read_text(encoding="utf-8").splitlines()
    assert f"step {step}" in commands


def test_every_locked_package_has_one_version_and_hashes() -> None:
    entries = locked()
    assert len(entries) > 50
    assert [line for line in entries if not re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==[\w.!+]+( ;.*)?$", line)] == []
    assert [line for line, digests in entries.items() if not digests] == []
    assert {digest.partition(":")[0] for digests in entries.values() for digest in digests} == {"--hash=sha256"}


def test_the_lock_file_names_no_place_to_fetch_from() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_file_holds_what_the_project_wants() -> None:
    versions = {}
    for line in locked():
        pin = Requirement(line)
        versions[canonicalize_name(pin.name)] = next(iter(pin.specifier)).version
    unmet = [
        str(wanted)
        for wanted in wanted_requirements()
        if not wanted.specifier.contains(versions.get(canonicalize_name(wanted.name), "0"), prereleases=True)
    ]
    assert unmet == []


def hooks() -> dict[str, dict[str, str]]:
    entries = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in entries}


def test_the_hooks_for_pre_commit_have_the_names_that_users_write_down() -> None:
    assert list(hooks()) == ["mlops-templates-synth", "mlops-templates-lint"]


@pytest.mark.parametrize("name", ["mlops-templates-synth", "mlops-templates-lint"])
def test_each_hook_passes_on_this_repository_as_pre_commit_calls_it(name: str) -> None:
    hook = hooks()[name]
    files = [path for path in map(str, texts()) if re.search(hook["files"], path)]
    assert files
    argv = [*shlex.split(hook["entry"]), *(files if hook.get("pass_filenames", True) else [])]
    tools = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(argv, cwd=ROOT, env=tools, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
