"""A project for batch inference, from a commit to scored rows in production. The tests here are one story, in order."""

from __future__ import annotations

import csv
import io
import os
from typing import Any

import pytest

from mlops_templates import projects, publish
from mlops_templates.demo import registry
from mlops_templates.demo.waiting import until
from mlops_templates.localaws import LocalAws, visit
from tests.lifecycle.belongings import belongings, name_in
from tests.lifecycle.project_life import ProjectLife, publish_by_command

PRODUCT = "repeatable-batch"
NIGHTLY = "cron(0 4 * * ? *)"


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    publish_by_command("--product", PRODUCT)
    return ProjectLife.begin("loans", account, tmp_path_factory.mktemp("clones"), PRODUCT)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def bucket(life: ProjectLife) -> str:
    account = life.client("sts").get_caller_identity()["Account"]
    return f"sagemaker-{life.names.project_id}-ml-data-{account}"


def held_out(life: ProjectLife) -> bytes:
    version = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group)
    return registry.read(life.client("s3"), version.facts["TestDataS3Uri"])


def named_rows(life: ProjectLife) -> str:
    """Held-out rows, each with a column that no model knows."""
    first, *others = held_out(life).decode().splitlines()
    lines = [f"loan,{first}", *(f"loan-{number},{line}" for number, line in enumerate(others))]
    return "".join(f"{line}\n" for line in lines)


def executions(life: ProjectLife) -> list[str]:
    """Runs of the batch pipeline of production, newest first."""
    answer = life.client("sagemaker").list_pipeline_executions(
        PipelineName=f"{life.names.group}-batch-prod", SortBy="CreationTime", SortOrder="Descending"
    )
    return [one["PipelineExecutionArn"] for one in answer["PipelineExecutionSummaries"]]


def next_run(life: ProjectLife, before: list[str]) -> dict[str, Any]:
    """The run that starts after those before, at its end."""

    def look() -> dict[str, Any] | None:
        new = [arn for arn in executions(life) if arn not in before]
        found = life.client("sagemaker").describe_pipeline_execution(PipelineExecutionArn=new[0]) if new else None
        return found if found and found["PipelineExecutionStatus"] != "Executing" else None

    return until(look, "a run of the batch pipeline")


def results(life: ProjectLife, run: dict[str, Any]) -> list[dict[str, str]]:
    """What a run wrote into its folder."""
    s3, place = life.client("s3"), run["PipelineExecutionArn"].rpartition("/")[2]
    pages = s3.list_objects_v2(Bucket=bucket(life), Prefix=f"batch-output/prod/{place}/results/")["Contents"]
    texts = [s3.get_object(Bucket=bucket(life), Key=one["Key"])["Body"].read().decode() for one in pages]
    return [row for text in texts for row in rows(text)]


def test_a_push_with_a_schedule_starts_a_deployment_that_waits_for_a_model(life: ProjectLife) -> None:
    before, folder = life.newest(life.names.deploy_pipeline), life.clone("model-deploy")
    settings = folder / "inference_config" / "prod" / "batch_config.json"
    life.edit(settings, '"schedule": ""', f'"schedule": "{NIGHTLY}"')
    life.push(folder, "Score every night")
    execution = life.started_after(life.names.deploy_pipeline, before)
    assert life.settles(execution) == "Failed"
    log = life.log_of_build(life.actions(life.names.deploy_pipeline, execution)["Render/Render"])
    assert "nothing approved yet" in log


def test_an_approved_version_scores_held_out_rows_in_staging_and_waits(life: ProjectLife) -> None:
    arn, before = life.built().versions()[0]["ModelPackageArn"], life.newest(life.names.deploy_pipeline)
    life.decide_on_version(arn, "Approved")
    approval = life.wait_for_approval(life.started_after(life.names.deploy_pipeline, before))
    assert (life.serving("staging"), life.serving("prod")) == (arn, None)
    assert f"on {len(rows(held_out(life).decode()))} rows" in approval.text


def test_a_yes_brings_the_batch_pipeline_to_production_and_no_endpoint(life: ProjectLife) -> None:
    execution = life.newest(life.names.deploy_pipeline)
    life.decide(life.wait_for_approval(execution), "Approved")
    assert life.end_of(life.names.deploy_pipeline, execution) == "Succeeded"
    assert life.serving("prod") == life.versions()[0]["ModelPackageArn"]
    assert life.client("sagemaker").list_endpoints()["Endpoints"] == []


def test_rows_that_arrive_in_production_are_scored_in_their_order(life: ProjectLife) -> None:
    before, arrived = executions(life), named_rows(life)
    key = "batch-input/prod/monday.csv"
    life.client("s3").put_object(Bucket=bucket(life), Key=key, Body=arrived.encode())
    run = next_run(life, before)
    assert run["PipelineExecutionStatus"] == "Succeeded", run.get("FailureReason")
    scored = results(life, run)
    assert [row["loan"] for row in scored] == [row["loan"] for row in rows(arrived)]
    assert all(0 <= float(row["score"]) <= 1 for row in scored)


def test_a_file_for_staging_starts_nothing_in_production(life: ProjectLife) -> None:
    before, staging = executions(life), f"{life.names.group}-batch-staging"
    sagemaker = life.client("sagemaker")
    count = len(sagemaker.list_pipeline_executions(PipelineName=staging)["PipelineExecutionSummaries"])
    life.client("s3").put_object(Bucket=bucket(life), Key="batch-input/staging/own.csv", Body=held_out(life))
    until(
        lambda: len(sagemaker.list_pipeline_executions(PipelineName=staging)["PipelineExecutionSummaries"]) > count,
        "a run in staging",
        60,
    )
    assert executions(life) == before


def test_the_schedule_scores_all_that_lies_in_the_folder(life: ProjectLife) -> None:
    before = executions(life)
    name = f"sagemaker-{life.names.project_id}-prod-batch"
    assert life.client("scheduler").get_schedule(Name=name)["ScheduleExpression"] == NIGHTLY
    visit.fire_schedule(os.environ, name)
    run = next_run(life, before)
    assert run["PipelineExecutionStatus"] == "Succeeded", run.get("FailureReason")
    assert len(results(life, run)) == len(rows(named_rows(life)))


def test_deleting_the_project_leaves_only_what_is_retained_and_lists_it(life: ProjectLife) -> None:
    retained = projects.delete(life.names.project, publish.connect())
    kept = {(one.resource_type, name_in(one.physical_id)) for one in retained}
    assert belongings(life.names.project, life.names.project_id) == kept
    assert {"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::CodeCommit::Repository"} <= {kind for kind, _ in kept}
