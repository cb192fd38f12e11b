"""Batch inference of phase reliable in accounts of its own: staging scores rows before anybody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlops_templates.demo.waiting import until
from tests.lifecycle.staged_life import TO_PRODUCTION, TO_STAGING, StagedLife

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws

ACCOUNTS = {"staging": "333500000001", "prod": "333500000002"}


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> StagedLife:
    return StagedLife.begin("reliable-batch", ACCOUNTS, account, tmp_path_factory.mktemp("clones"))


def test_a_version_runs_in_staging_and_then_in_production(life: StagedLife) -> None:
    version = life.newest_version()
    deployment = life.decide_on(version, "Approved")
    life.say_yes(TO_STAGING, deployment)
    approval = life.say_yes(TO_PRODUCTION, deployment)
    assert "Tests passed" in approval.text
    assert life.resources("staging") >= {"AWS::SageMaker::Model", "AWS::SageMaker::Pipeline", "AWS::Events::Rule"}
    assert life.serving("staging") == version
    assert life.end_of(deployment) == "Succeeded", life.why(deployment)
    assert life.serving("prod") == version


def test_rows_that_arrive_in_the_production_account_are_scored_there(life: StagedLife) -> None:
    """The rule and the pipeline of production are that account's own: the account of the project does nothing."""
    before, project = runs(life), life.project
    rows = life.held_out()
    s3, bucket = life.client("prod", "s3"), f"sagemaker-mlops-target-{ACCOUNTS['prod']}-us-east-1"
    s3.put_object(Bucket=bucket, Key=f"batch-input/prod/{project.names.project_id}/monday.csv", Body=rows)
    run = until(lambda: ended(life, before), "a run of the batch pipeline of production")
    assert run["PipelineExecutionStatus"] == "Succeeded", run.get("FailureReason")
    folder = f"batch-output/prod/{project.names.project_id}/{run['PipelineExecutionArn'].rpartition('/')[2]}/results/"
    texts = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket, Prefix=folder)["Contents"]]
    scored = b"".join(s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in texts)
    assert len(scored.splitlines()) == len(rows.splitlines())


def runs(life: StagedLife) -> list[str]:
    sagemaker, name = life.client("prod", "sagemaker"), f"{life.project.names.group}-batch-prod"
    found = sagemaker.list_pipeline_executions(PipelineName=name)["PipelineExecutionSummaries"]
    return [one["PipelineExecutionArn"] for one in found]


def ended(life: StagedLife, before: list[str]) -> dict[str, Any] | None:
    """The run after those before, at its end."""
    sagemaker, new = life.client("prod", "sagemaker"), [one for one in runs(life) if one not in before]
    found = sagemaker.describe_pipeline_execution(PipelineExecutionArn=new[0]) if new else None
    return found if found and found["PipelineExecutionStatus"] != "Executing" else None
