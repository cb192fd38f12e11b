"""The server behind the tests of an author, and what the pytest plug-in does without one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mlops_templates.localaws import attach
from mlops_templates.localaws.claim import is_claimed
from mlops_templates.localaws.testing import LocalAwsServer
from tests.checkout import ROOT
from tests.localaws.pytest_plugin.author import run

pytest_plugins = ["pytester"]


def test_it_starts_a_server_of_its_own_and_stops_it(author: pytest.Pytester) -> None:
    source = """
def test_theirs(local_aws, local_aws_server, tmp_path):
    assert local_aws.region == "eu-central-1"
    (tmp_path.parent / "where").write_text(str(local_aws_server.aws.state))
"""
    run(author, source, f"--basetemp={author.path / 'b'}", "--local-aws-region=eu-central-1").assert_outcomes(passed=1)
    state = Path((author.path / "b" / "where").read_text(encoding="utf-8"))
    assert (state / "logs" / "server.log").is_file()
    assert attach(state) is None


def test_a_server_that_does_not_stop_is_killed(author: pytest.Pytester) -> None:
    source = """
import signal
from mlops_templates.localaws import handle

def test_theirs(local_aws_server):
    handle.STOP_SECONDS = 0.1
    os.kill(local_aws_server.aws.pid, signal.SIGSTOP)
"""
    run(author, source, "--local-aws-state=theirs").assert_outcomes(passed=1)
    assert not is_claimed(author.path / "theirs")


def test_after_a_failure_it_can_be_kept_for_a_look(author: pytest.Pytester) -> None:
    state = author.path / "kept"
    source = """
def test_theirs(local_aws):
    boto3.client("s3").create_bucket(Bucket="evidence")
    raise AssertionError
"""
    result = run(author, source, f"--local-aws-state={state}", "--local-aws-keep")
    result.assert_outcomes(failed=1)
    kept = attach(state)
    assert kept is not None
    try:
        told = re.search(r"account (\d{12}) in", result.stdout.str())
        assert told is not None
        account = LocalAwsServer(kept, "us-east-1").account(told[1])
        assert "evidence" in str(account.client("s3").list_buckets())
    finally:
        kept.stop()


def test_each_worker_of_xdist_has_a_server_of_its_own(author: pytest.Pytester) -> None:
    source = """
@pytest.mark.parametrize("time", range(4))
def test_theirs(local_aws, time):
    local_aws.deploy(BUCKET)
"""
    state = author.path / "state"
    run(author, source, "-n", "2", f"--local-aws-state={state}").assert_outcomes(passed=4)
    assert {folder.name for folder in state.iterdir()} == {"gw0", "gw1"}


def test_without_the_extra_the_fixture_names_it_and_other_tests_run(author: pytest.Pytester) -> None:
    author.makeconftest("import sys\nsys.modules['moto'] = None")
    source = """
def test_theirs(local_aws):
    pass

def test_other():
    pass
"""
    result = run(author, source)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*is not installed (no moto). Install it: pip install 'mlops-templates?local?'"])


def test_a_server_that_cannot_start_fails_the_test_in_one_line(author: pytest.Pytester) -> None:
    (author.path / "mine" / "work").mkdir(parents=True)
    result = run(author, "def test_theirs(local_aws):\n    pass\n", "--local-aws-state=mine")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["no embedded AWS for this test: *has a folder 'work' that is not of an embedded AWS*"])


def test_pytest_loads_nothing_but_the_plug_in_until_a_fixture_is_asked_for() -> None:
    lines = "import sys, pytest; before = {*sys.modules}; import mlops_templates.localaws.pytest_plugin; "
    lines += "print(*sorted({*sys.modules} - before))"
    argv = [sys.executable, "-c", lines]
    loaded = subprocess.run(argv, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    ours = ["mlops_templates", "mlops_templates.localaws", "mlops_templates.localaws.pytest_plugin"]
    assert [name for name in loaded if name != "__future__"] == ours
