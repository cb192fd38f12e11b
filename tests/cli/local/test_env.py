"""`local env --account`: how a person acts in another account."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from mlops_templates.localaws import LocalAws, launch

OTHER = "222222222222"
ACCESS = "arn:aws:sts::222222222222:assumed-role/OrganizationAccountAccessRole"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    aws = launch(tmp_path_factory.mktemp("env") / "state", tied=True)
    yield aws
    aws.stop()


def env(running: LocalAws, *words: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "mlops_templates.cli", "local", "env", "--state", str(running.state), *words]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)


def variables(running: LocalAws, *words: str) -> dict[str, str]:
    done = env(running, "--output", "json", *words)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def client(service: str, given: dict[str, str]) -> Any:
    keys = (given["AWS_ACCESS_KEY_ID"], given["AWS_SECRET_ACCESS_KEY"], given["AWS_SESSION_TOKEN"])
    session = boto3.Session(*keys, given["AWS_REGION"])
    return session.client(service, endpoint_url=given["AWS_ENDPOINT_URL"])


def test_another_account_is_entered_as_its_administrator(running: LocalAws) -> None:
    given = variables(running, "--account", OTHER)
    caller = client("sts", given).get_caller_identity()
    assert caller["Account"] == OTHER
    assert caller["Arn"].startswith(ACCESS)
    assert f":{OTHER}:" in client("sns", given).create_topic(Name="theirs")["TopicArn"]
    assert "theirs" not in str(client("sns", variables(running)).list_topics()["Topics"])


def test_clone_urls_lead_into_that_account(running: LocalAws) -> None:
    given = variables(running, "--account", OTHER)
    assert given["GIT_CONFIG_KEY_0"] == f"url.{running.url}/git/us-east-1/{OTHER}/.insteadOf"


def test_the_same_variables_come_as_lines_for_a_shell(running: LocalAws, tmp_path: Path) -> None:
    lines = env(running, "--account", OTHER).stdout
    script = tmp_path / "who.sh"
    script.write_text(f"{lines}\n{sys.executable} -m awscli sts get-caller-identity --query Account --output text\n")
    plain = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=False, env=plain, timeout=120)
    assert done.stdout.strip() == OTHER, done.stderr


def test_the_default_account_is_the_same_with_and_without_its_number(running: LocalAws) -> None:
    assert variables(running, "--account", "123456789012") == variables(running)


@pytest.mark.parametrize("wrong", ["12", "22222222222a", "2222222222222"])
def test_what_is_no_account_is_told_in_one_line(running: LocalAws, wrong: str) -> None:
    done = env(running, "--account", wrong)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"mlops-templates: error: '{wrong}' is no account: an account has 12 digits."]


def test_the_help_tells_of_accounts(running: LocalAws) -> None:
    told = " ".join(env(running, "--help").stdout.split())
    assert "--account ID" in told
    assert "you act as the administrator of that account, through its OrganizationAccountAccessRole" in told
