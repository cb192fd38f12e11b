"""The demo as a person starts it, and the AWS that it leaves running as a person types at it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws import LocalAws, attach
from tests.cli.local.processes import heeds_ctrl_c, processes_naming

ROOT = Path(__file__).parents[2]


def clean_environment(home: Path) -> dict[str, str]:
    """An empty home, nothing of AWS, and no package index: after set-up nothing is fetched any more."""
    kept = {name: os.environ[name] for name in ("PATH", "MLOPS_TEMPLATES_CACHE") if name in os.environ}
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "UV_OFFLINE": "1"}
    return {**kept, **offline, "HOME": str(home), "LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Kept:
    """What `scripts/demo --keep` printed and left."""

    text: str
    aws: LocalAws
    home: Path

    def line(self, word: str) -> str:
        """The value of the last line that starts with a word."""
        return [line for line in self.text.splitlines() if line.startswith(word)][-1].removeprefix(word).strip()

    def shell(self, script: str) -> str:
        """What a person's shell prints after taking the variables that the demo told of."""
        tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        (reach,) = [line.strip() for line in self.text.splitlines() if line.strip().startswith("eval ")]
        argv = ["bash", "-euc", f"{reach}\n{script}"]
        environment = {**clean_environment(self.home), "PATH": tools}
        done = subprocess.run(argv, capture_output=True, text=True, check=False, env=environment, cwd=self.home)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def document(self, script: str) -> Any:
        return json.loads(self.shell(script))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    home, state = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("a demo") / "the state"
    argv = [str(ROOT / "scripts" / "demo"), "--keep", "--state", str(state)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, env=clean_environment(home), timeout=900)
    try:
        assert done.returncode == 0, done.stdout + done.stderr
        aws = attach(state)
        assert aws is not None
        yield Kept(done.stdout, aws, home)
    finally:
        if running := attach(state):
            running.stop()


def test_it_ends_with_metrics_endpoints_a_prediction_a_report_and_logs(kept: Kept) -> None:
    metrics = [line.split() for line in kept.text.splitlines() if line.startswith("Metric ")]
    assert {name for _, name, _ in metrics} >= {"auc", "accuracy"}
    assert all(0 < float(value) <= 1 for _, _, value in metrics)
    endpoints = [line.split()[1] for line in kept.text.splitlines() if line.startswith("Endpoint ")]
    assert [name.rpartition("-")[2] for name in endpoints] == ["staging", "prod"]
    assert 0 <= float(kept.line("Prediction ").split()[0]) <= 1
    assert list(Path(kept.line("Logs ")).rglob("*.log"))


def test_the_report_is_one_page_with_its_plots_in_it(kept: Kept) -> None:
    page = Path(kept.line("Report ")).read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert page.count("data:image/") >= 3 or page.count("<svg") >= 3
    assert "http://" not in page.replace("http://www.w3.org", "") and 'src="https' not in page


def test_the_aws_command_line_works_unchanged(kept: Kept) -> None:
    products = kept.document("aws servicecatalog search-products-as-admin")["ProductViewDetails"]
    assert len(products) == 1
    (project,) = kept.document("aws sagemaker list-projects")["ProjectSummaryList"]
    group = f"{project['ProjectName']}-{project['ProjectId']}"
    state = kept.document(f"aws codepipeline get-pipeline-state --name sagemaker-{group}-deploy")
    assert {stage["latestExecution"]["status"] for stage in state["stageStates"]} == {"Succeeded"}
    packages = kept.document(f"aws sagemaker list-model-packages --model-package-group-name {group}")
    assert [one["ModelApprovalStatus"] for one in packages["ModelPackageSummaryList"]] == ["Approved"]


def test_an_endpoint_is_invoked_from_the_shell(kept: Kept) -> None:
    endpoint = [line.split()[1] for line in kept.text.splitlines() if line.startswith("Endpoint ")][-1]
    row = ",".join(["1.0"] * 30)
    script = (
        f"aws sagemaker-runtime invoke-endpoint --endpoint-name {endpoint} --content-type text/csv --accept text/csv"
        f" --cli-binary-format raw-in-base64-out --body '{row}' answer.csv >/dev/null && cat answer.csv"
    )
    if subprocess.run(["aws", "--version"], capture_output=True, text=True, check=True).stdout.startswith("aws-cli/1"):
        script = script.replace(" --cli-binary-format raw-in-base64-out", "")
    assert 0 <= float(kept.shell(script)) <= 1


def test_git_clones_and_pushes_by_the_url_of_aws(kept: Kept) -> None:
    (project,) = kept.document("aws sagemaker list-projects")["ProjectSummaryList"]
    name = f"sagemaker-{project['ProjectName']}-{project['ProjectId']}-model-build"
    url = kept.shell(
        f"aws codecommit get-repository --repository-name {name} --query repositoryMetadata.cloneUrlHttp --output text"
    ).strip()
    assert url == f"https://git-codecommit.us-east-1.amazonaws.com/v1/repos/{name}"
    who = "-c user.name=Ada -c user.email=ada@example.com"
    kept.shell(
        f"git clone --quiet {url} work && cd work && git switch --quiet -c feature/notes && echo notes > NOTES.md"
        f" && git add NOTES.md && git {who} commit --quiet -m Notes && git push --quiet origin feature/notes"
    )
    branches = kept.document(f"aws codecommit list-branches --repository-name {name}")["branches"]
    assert sorted(branches) == ["feature/notes", "main"]


def test_ctrl_c_in_the_middle_of_a_build_leaves_no_process(tmp_path: Path) -> None:
    state = tmp_path / "state"
    argv = [str(ROOT / "scripts" / "demo"), "--state", str(state)]
    environment = clean_environment(tmp_path)
    with subprocess.Popen(
        argv, stdout=subprocess.DEVNULL, env=environment, start_new_session=True, preexec_fn=heeds_ctrl_c
    ) as demo:
        while not list(state.glob("logs/codebuild/*/*.log")):
            assert demo.poll() is None
            time.sleep(0.2)
        os.killpg(demo.pid, signal.SIGINT)
        assert demo.wait(timeout=180) == 130
    assert processes_naming(state) == []
