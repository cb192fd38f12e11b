"""The model_deploy seed in phase reliable: its stacks, its suites and its monitoring, lived through."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws.testing import LocalAccount
from tests.seed_code.model_deploy import batch_project
from tests.seed_code.model_deploy.guarded_project import HANDLER, GuardedProject, new_project
from tests.waiting import until

Run = Callable[..., subprocess.CompletedProcess[str]]
ENDED = {"Succeeded", "Failed", "Stopped"}


@pytest.fixture
def project(local_aws: LocalAccount, monkeypatch: pytest.MonkeyPatch) -> GuardedProject:
    monkeypatch.setattr(batch_project, "HANDLER", HANDLER)
    project = new_project(local_aws)
    project.project.register(sign="")
    return project


def rendered(run: Run, seed: Path, project: GuardedProject) -> Path:
    got = run("deployment", **project.environment)
    assert got.returncode == 0, got.stdout + got.stderr
    return seed / "rendered"


def accept(run: Run, project: GuardedProject, stage: str, suite: str) -> str:
    role = {"TEST_ROLE_ARN": project.role("test")}
    got = run("acceptance", **project.environment, **role, STAGE=stage, SUITE=suite)
    return f"{got.stdout}{got.stderr}exit {got.returncode}\n"


def test_a_stage_with_its_api_passes_all_tests_by_the_role_of_its_account(
    run: Run, seed: Path, project: GuardedProject
) -> None:
    project.deploy(rendered(run, seed, project), "staging")
    output = accept(run, project, "staging", "staging")
    assert output.endswith("exit 0\n"), output
    summary = (seed / "approval_summary.txt").read_text()
    assert "API: answers signed requests as the endpoint does" in summary


def test_drift_is_found_reported_and_raises_the_alarm(run: Run, seed: Path, project: GuardedProject) -> None:
    project.deploy(rendered(run, seed, project), "prod")
    until(lambda: all_ended(project), "the end of the run that the schedule begins with")
    capture(project, shift=0)
    first = monitor(project)
    assert (first["compared"], first["drifted"]) == (True, False)
    capture(project, shift=30)
    second = monitor(project)
    assert second["rows"] == 100
    drifted = [one["name"] for one in second["features"] if one["drifted"]]
    assert (drifted, second["drifted"]) == (["signal"], True)
    comes_to(project, "sagemaker-churn-p-1-prod-drift", "ALARM")


def capture(project: GuardedProject, shift: float) -> None:
    """A file of captured requests, as SageMaker writes them."""
    source, lines = random.Random(shift), []
    for _ in range(100):
        row = f"{source.gauss(0, 4) + shift:.6f},{source.gauss(0, 4):.6f}"
        asked = {"observedContentType": "text/csv", "mode": "INPUT", "data": row, "encoding": "CSV"}
        lines.append(json.dumps({"captureData": {"endpointInput": asked}, "eventVersion": "0"}))
    folder = f"data-capture/churn-p-1-prod/AllTraffic/{time.strftime('%Y/%m/%d/%H', time.gmtime())}"
    project.account.client("s3").put_object(
        Bucket=project.bucket, Key=f"{folder}/{shift}.jsonl", Body="\n".join(lines).encode()
    )
    # Times of objects have whole seconds, and a run reads what was written before its own.
    time.sleep(1.1)


def monitor(project: GuardedProject) -> Any:
    """One run of the drift pipeline, started by its schedule; the report that it leaves."""
    sagemaker, s3 = project.account.client("sagemaker"), project.account.client("s3")
    before = executions(project)
    project.account.fire_schedule("sagemaker-p-1-drift-prod")
    (arn,) = until(lambda: executions(project).keys() - before.keys(), "a run")
    until(lambda: all_ended(project), "the end of the run")
    assert executions(project)[arn] == "Succeeded", sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)
    key = f"drift/churn-p-1-prod/{arn.rpartition('/')[2]}/report"
    assert s3.get_object(Bucket=project.bucket, Key=f"{key}.html")["Body"].read().startswith(b"<!doctype html>")
    return json.loads(s3.get_object(Bucket=project.bucket, Key=f"{key}.json")["Body"].read())


def executions(project: GuardedProject) -> dict[str, str]:
    """The status of each run of the drift pipeline."""
    found = project.account.client("sagemaker").list_pipeline_executions(PipelineName="churn-p-1-drift-prod")
    return {
        each["PipelineExecutionArn"]: each["PipelineExecutionStatus"] for each in found["PipelineExecutionSummaries"]
    }


def all_ended(project: GuardedProject) -> bool:
    """Whether there were runs, and none goes on."""
    found = executions(project)
    return bool(found) and set(found.values()) <= ENDED


def comes_to(project: GuardedProject, alarm: str, expected: str) -> None:
    """Wait for the state of an alarm, which follows its metric."""
    cloudwatch = project.account.client("cloudwatch")

    def look() -> bool:
        (found,) = cloudwatch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
        return bool(found["StateValue"] == expected)

    until(look, f"{alarm} in {expected}")
