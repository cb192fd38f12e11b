import subprocess
import tomllib
from pathlib import Path

import pytest

from ci.banner import StepFailed
from ci.checks import CHECKS, check


@pytest.fixture
def runs(monkeypatch):
    """Record child processes instead of running them; `failing` names the tool that fails."""
    recorded = []

    def run(command, *, env, **_):
        recorded.append((command[2:], env))
        return subprocess.CompletedProcess(command, 1 if run.failing in command[2:] else 0, stdout="what it said\n")

    run.failing = None
    run.recorded = recorded
    monkeypatch.setattr(subprocess, "run", run)
    return run


def test_ruff_and_pytest_run_over_the_repository(runs):
    check(Path())
    assert sorted(command[0] for command, _ in runs.recorded) == ["pytest", "pytest", "ruff", "ruff"]


def test_every_folder_with_tests_is_tested(runs):
    check(Path())
    tested = {folder for command, _ in runs.recorded if command[0] == "pytest" for folder in command[1:]}
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert tested == set(settings["tool"]["pytest"]["ini_options"]["testpaths"])


def test_what_a_check_said_is_shown_under_its_name(runs, capsys):
    check(Path())
    assert "-- ruff format\nwhat it said\n-- pytest ml_pipelines ci\nwhat it said\n" in capsys.readouterr().out


def test_every_check_runs_even_when_the_first_fails(runs):
    runs.failing = "ruff"
    with pytest.raises(StepFailed, match="failed: ruff check, ruff format") as stopped:
        check(Path())
    assert len(runs.recorded) == len(CHECKS)
    assert "make format" in stopped.value.what_to_do


def test_a_failing_unit_test_stops_the_build(runs):
    runs.failing = "pytest"
    with pytest.raises(StepFailed, match="failed: pytest ml_pipelines ci, pytest algorithms"):
        check(Path())


def test_unit_tests_get_no_credentials(runs, monkeypatch):
    monkeypatch.setenv("AWS_SESSION_TOKEN", "secret")
    check(Path())
    assert not [name for _, environment in runs.recorded for name in environment if name.startswith("AWS_")]
