"""`local create-remote` and `local authorize-connection`: a code provider on this machine, also after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws import LocalAws, launch
from mlops_templates.localaws.reach import Keys
from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer

URL = "https://github.com/acme/model.git"
PERSON = {f"GIT_{who}_{what}": "ana@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[LocalAws]:
    aws = launch(tmp_path / "state", tied=True)
    yield aws
    aws.stop()


def local(running: LocalAws, verb: str, *words: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "mlops_templates.cli", "local", verb, "--state", str(running.state), *words]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)


def variables(running: LocalAws) -> dict[str, str]:
    found: dict[str, str] = json.loads(local(running, "env", "--output", "json").stdout)
    return found


def git(folder: Path, environment: dict[str, str], *words: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **PERSON, **environment}
    done = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def client(running: LocalAws, account: str = "") -> Any:
    """CodeConnections as the administrator of an account sees it."""
    if account:
        return LocalAwsServer(running, "us-east-1").account(account).client("codeconnections")
    found = running.environment
    keys = Keys(*(found[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")))
    return LocalAccount("123456789012", "us-east-1", running.url, "", keys).client("codeconnections")


def create(connections: Any) -> str:
    return str(connections.create_connection(ConnectionName="mine", ProviderType="GitHub")["ConnectionArn"])


def status(connections: Any, arn: str) -> str:
    return str(connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"])


def test_what_was_pushed_to_a_provider_outlives_a_kill(running: LocalAws, tmp_path: Path) -> None:
    made = local(running, "create-remote", "acme/model")
    assert f"Made {URL}" in made.stdout, made.stderr
    git(tmp_path, variables(running), "clone", "--quiet", URL, "clone")
    folder = tmp_path / "clone"
    git(folder, variables(running), "commit", "--quiet", "--allow-empty", "-m", "first")
    git(folder, variables(running), "push", "--quiet", "origin", "HEAD:main")
    arn = create(client(running))
    assert local(running, "authorize-connection", arn).stdout == f"GitHub connection {arn} is AVAILABLE.\n"
    os.kill(running.pid, signal.SIGKILL)
    assert running.child
    running.child.wait()
    again = launch(running.state, tied=True)
    try:
        head = git(folder, {}, "rev-parse", "HEAD").strip()
        assert git(tmp_path, variables(again), "ls-remote", URL, "refs/heads/main").split()[0] == head
        assert status(client(again), arn) == "AVAILABLE"
    finally:
        again.stop()


def test_a_connection_is_authorised_in_its_own_account(running: LocalAws) -> None:
    there = client(running, "222222222222")
    arn = create(there)
    assert local(running, "authorize-connection", arn).returncode == 0
    assert status(there, arn) == "AVAILABLE"


def test_mistakes_are_one_line_and_exit_2(running: LocalAws) -> None:
    local(running, "create-remote", "--provider", "gitlab", "acme/twice")
    for verb, *words in (
        ("create-remote", "--provider", "gitlab", "acme/twice"),
        ("create-remote", "alone"),
        ("authorize-connection", "arn:aws:codeconnections:us-east-1:123456789012:connection/nobody"),
        ("authorize-connection", "mine"),
    ):
        done = local(running, verb, *words)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
