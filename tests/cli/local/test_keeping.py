"""What a person is told of the state that is kept, and how long it stays."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from mlops_templates.localaws import attach

CLI = [sys.executable, "-m", "mlops_templates.cli", "local"]
MAKE = [sys.executable, "-c", "import boto3; boto3.client('s3').create_bucket(Bucket='kept')"]
LIST = [sys.executable, "-c", "import boto3; print([b['Name'] for b in boto3.client('s3').list_buckets()['Buckets']])"]


def cli(*words: str) -> str:
    done = subprocess.run([*CLI, *words], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(state: Path, argv: list[str]) -> str:
    aws = attach(state)
    assert aws is not None
    return subprocess.run(
        argv, capture_output=True, text=True, check=True, env={**os.environ, **aws.environment}, timeout=120
    ).stdout.strip()


def test_stop_and_start_go_on_and_fresh_forgets(tmp_path: Path) -> None:
    state = ["--state", str(tmp_path)]
    cli("start", *state)
    ask(tmp_path, MAKE)
    told = cli("stop", *state)
    assert f"local start --state {tmp_path}" in told
    assert f"local start --state {tmp_path} --fresh" in told
    at_rest = subprocess.run([*CLI, "status", *state], capture_output=True, text=True, check=False, timeout=120)
    assert at_rest.returncode == 1
    assert "What an earlier one knew is kept there." in at_rest.stdout
    assert at_rest.stdout.endswith(f" local start --state {tmp_path}\n")
    cli("start", *state)
    assert ask(tmp_path, LIST) == "['kept']"
    cli("stop", *state)
    cli("start", "--fresh", *state)
    assert ask(tmp_path, LIST) == "[]"
    cli("stop", *state)


def test_status_tells_since_when_it_runs_and_what_is_kept_where(tmp_path: Path) -> None:
    state = ["--state", str(tmp_path)]
    cli("start", *state)
    try:
        ask(tmp_path, MAKE)
        facts, text = json.loads(cli("status", "--output", "json", *state)), cli("status", *state)
    finally:
        cli("stop", *state)
    assert facts["kept"]["folder"] == str(tmp_path / "kept")
    assert facts["kept"]["repositories_folder"] == str(tmp_path / "repositories")
    assert facts["kept"]["snapshots"] > 0
    assert facts["kept"]["objects"] == facts["kept"]["repositories"] == 0
    assert f"Since {facts['since']}; what it knows is kept in {tmp_path / 'kept'}" in text
    assert re.search(r"\([1-9]\d* kB\)", text)


def test_run_keeps_its_state_only_in_a_folder_that_was_named(tmp_path: Path) -> None:
    cli("run", "--state", str(tmp_path), "--", *MAKE)
    assert cli("run", "--state", str(tmp_path), "--", *LIST).strip() == "['kept']"
    cli("run", "--", *MAKE)
    assert cli("run", "--", *LIST).strip() == "[]"


def test_a_demo_does_not_touch_the_state_that_somebody_keeps(tmp_path: Path) -> None:
    cli("run", "--state", str(tmp_path), "--", *MAKE)
    done = subprocess.run(
        [*CLI, "demo", "--state", str(tmp_path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert "holds the state of an embedded AWS. Choose another folder with --state." in done.stderr
    assert cli("run", "--state", str(tmp_path), "--", *LIST).strip() == "['kept']"
