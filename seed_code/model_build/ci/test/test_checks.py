import subprocess
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
        return subprocess.CompletedProcess(command, returncode=1 if run.failing in command[2:] else 0)

    run.failing = None
    run.recorded = recorded
    monkeypatch.setattr(subprocess, "run", run)
    return run


def test_ruff_and_pytest_run_over_the_repository(runs):
    check(Path())
    assert [command[0] for command, _ in runs.recorded] == ["ruff", "ruff", "pytest"]


def test_every_check_runs_even_when_the_first_fails(runs):
    runs.failing = "ruff"
    with pytest.raises(StepFailed, match="failed: ruff check, ruff format") as stopped:
        check(Path())
    assert len(runs.recorded) == len(CHECKS)
    assert "make format" in stopped.value.what_to_do


def test_a_failing_unit_test_stops_the_build(runs):
    runs.failing = "pytest"
    with pytest.raises(StepFailed, match="failed: pytest"):
        check(Path())


def test_unit_tests_get_no_credentials(runs, monkeypatch):
    monkeypatch.setenv("AWS_SESSION_TOKEN", "secret")
    check(Path())
    assert not [name for _, environment in runs.recorded for name in environment if name.startswith("AWS_")]
