"""The model_deploy seed deploys batch inference, and its suites judge what the deployed pipeline leaves."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cfnlint.api import lint

from mlops_templates.localaws.testing import LocalAccount
from tests.seed_code.model_deploy.batch_project import BatchProject, new_project

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(local_aws: LocalAccount) -> BatchProject:
    return new_project(local_aws)


def rendered(run: Run, seed: Path, project: BatchProject) -> Path:
    got = run("deployment", **project.environment)
    assert got.returncode == 0, got.stdout + got.stderr
    return seed / "rendered"


def settings(seed: Path, stage: str, **change: object) -> None:
    file = seed / "inference_config" / stage / "batch_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))


def accept(run: Run, project: BatchProject, stage: str, suite: str) -> str:
    got = run("acceptance", **project.environment, STAGE=stage, SUITE=suite)
    return f"{got.stdout}{got.stderr}exit {got.returncode}\n"


def test_the_template_has_no_finding(run: Run, seed: Path, project: BatchProject) -> None:
    project.register()
    text = (rendered(run, seed, project) / "endpoint.yaml").read_text()
    assert lint(text, regions=["us-east-1"]) == []


def test_two_renders_are_equal_byte_for_byte(run: Run, seed: Path, project: BatchProject) -> None:
    project.register()
    folder = rendered(run, seed, project)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    rendered(run, seed, project)
    assert first and {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_the_deployed_pipeline_passes_and_the_approver_gets_its_figures(
    run: Run, seed: Path, project: BatchProject
) -> None:
    settings(seed, "staging", on_arrival=False)
    project.register()
    project.deploy(rendered(run, seed, project), "staging")
    output = accept(run, project, "staging", "staging")
    assert output.endswith("exit 0\n"), output
    (summary,) = (seed / "approval_summary.txt").read_text().splitlines()
    assert summary.startswith("Model version 1: auc 1.0000, threshold 0.9 | ")
    assert re.search(r"auc 1\.0000 on 120 rows \(registered 1\.0000\), 0 of 2 features drifted", summary), summary


def test_rows_that_arrive_start_the_deployed_pipeline(
    run: Run, seed: Path, project: BatchProject, local_aws: LocalAccount
) -> None:
    project.register()
    project.deploy(rendered(run, seed, project), "staging")
    output = accept(run, project, "staging", "staging")
    assert "9 passed" in output and output.endswith("exit 0\n"), output
    listed = local_aws.client("sagemaker").list_pipeline_executions(PipelineName="churn-p-1-batch-staging")
    # One that the arrival started, and the one of the smoke test: nothing was scored twice.
    assert len(listed["PipelineExecutionSummaries"]) == 2


def test_a_model_that_is_worse_than_registered_stops_before_production(
    run: Run, seed: Path, project: BatchProject
) -> None:
    settings(seed, "staging", on_arrival=False)
    project.register("+")
    project.deploy(rendered(run, seed, project), "staging")
    output = accept(run, project, "staging", "staging")
    assert "test_the_metric_on_held_out_rows_is_the_registered_one" in output, output
    assert "Nothing has reached production" in output and output.endswith("exit 1\n"), output


def test_the_smoke_suite_scores_a_handful_of_rows_and_delivers_nothing(
    run: Run, seed: Path, project: BatchProject, local_aws: LocalAccount
) -> None:
    s3 = local_aws.client("s3")
    s3.create_bucket(Bucket="lake-landing")
    settings(seed, "prod", results_bucket="lake-landing", on_arrival=False)
    project.register()
    project.deploy(rendered(run, seed, project), "prod")
    output = accept(run, project, "prod", "smoke")
    assert "2 passed" in output and output.endswith("exit 0\n"), output
    assert "Contents" not in s3.list_objects_v2(Bucket="lake-landing")


def test_the_next_release_says_what_changes_for_production(run: Run, seed: Path, project: BatchProject) -> None:
    settings(seed, "prod", on_arrival=False)
    project.register()
    project.deploy(rendered(run, seed, project), "prod")
    project.register()
    settings(seed, "prod", instance_count=3)
    got = run("deployment", **project.environment)
    assert "  model version: 1 -> 2\n  instance type: ml.m5.large, as now\n  instance count: 1 -> 3\n" in got.stdout
