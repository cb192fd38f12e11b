import json
import shutil
from pathlib import Path

import boto3
import pytest

from ci import pipeline
from ci.banner import StepFailed
from ml_pipelines import definition
from ml_pipelines.project import VARIABLES

ROOT = Path(__file__).parents[2]
SKIPPED = shutil.ignore_patterns("__pycache__", "build", ".*", "test")


class Aws:
    """S3 and SageMaker in one; remembers the order of the calls."""

    def __init__(self):
        self.calls = []

    def put_object(self, **request):
        self.calls.append(("put", request["Key"]))

    def update_pipeline(self, **request):
        self.calls.append(("update", request["PipelineName"]))
        return {"PipelineArn": "arn:pipeline"}

    def add_tags(self, **request):
        pass

    def get_paginator(self, _):
        return self

    def paginate(self, *, Bucket, Prefix):
        return [{"Contents": [{"Key": f"{Prefix}rows.csv"}]} if Bucket == "lake" else {}]

    def list_model_packages(self, **_):
        return {"ModelPackageSummaryList": []}

    def copy(self, source, bucket, key):
        self.calls.append(("copy", key))


@pytest.fixture
def aws(monkeypatch, project):
    """An account without network, and the environment of CodeBuild."""
    aws = Aws()
    monkeypatch.setattr(boto3, "client", lambda service, **_: aws)
    monkeypatch.setattr(definition, "render", lambda *_: "{}")
    for field, variable in VARIABLES.items():
        monkeypatch.setenv(variable, getattr(project, field))
    monkeypatch.setenv("CODEBUILD_RESOLVED_SOURCE_VERSION", "0123456789abcdef")
    return aws


@pytest.fixture
def repository(tmp_path):
    """This repository with a file of data, whatever its settings name."""
    copy = shutil.copytree(ROOT, tmp_path / "copy", ignore=SKIPPED)
    (copy / "data").mkdir(exist_ok=True)
    (copy / "data" / "rows.csv").write_text("a,b\n1,2\n")
    source(copy, "data/rows.csv")
    return copy


def source(repository, uri):
    file = repository / "ml_pipelines" / "training" / "input.json"
    document = json.loads(file.read_text())
    document["data"]["source"] = uri
    file.write_text(json.dumps(document))


def test_copies_are_complete_before_the_pipeline_changes(aws, repository):
    ready = pipeline.upsert(repository)
    verbs = [verb for verb, _ in aws.calls]
    assert verbs[-1] == "update"
    assert set(verbs[:-1]) == {"put"}
    assert ready.parameters == {"BuildId": ready.build_id, "CommitId": "0123456789abcdef"}


def test_what_was_upserted_is_what_runs_next_also_in_another_process(aws, repository):
    assert pipeline.upsert(repository) == pipeline.last_upserted(repository / "build")


def test_a_run_without_an_upserted_pipeline_says_what_to_do_first(aws, repository):
    with pytest.raises(StepFailed, match="no pipeline has been upserted from here") as stopped:
        pipeline.run(repository)
    assert "make pipeline" in stopped.value.what_to_do


def test_the_build_id_is_exported_and_the_definition_kept(aws, repository):
    ready = pipeline.upsert(repository)
    assert f"export BUILD_ID={ready.build_id}\n" in (repository / "build" / "variables.sh").read_text()
    assert (repository / "build" / "pipeline-definition.json").read_text() == "{}"


def test_data_in_s3_is_copied_and_the_copy_is_what_the_run_reads(aws, repository, project):
    source(repository, "s3://lake/churn/")
    ready = pipeline.upsert(repository)
    place = f"churn/{ready.build_id}/input/"
    assert ("copy", f"{place}rows.csv") in aws.calls
    assert ready.parameters["InputDataUri"] == f"s3://{project.bucket}/{place}"


def test_an_empty_folder_in_s3_stops_the_build_before_the_pipeline_changes(aws, repository):
    source(repository, "s3://empty/churn/")
    with pytest.raises(StepFailed, match="s3://empty/churn/ holds no file"):
        pipeline.upsert(repository)
    assert "update" not in [verb for verb, _ in aws.calls]


def test_a_machine_without_project_is_told_what_is_missing(aws, repository, monkeypatch):
    monkeypatch.delenv("ML_DATA_BUCKET")
    with pytest.raises(StepFailed, match="ML_DATA_BUCKET"):
        pipeline.upsert(repository)


def test_a_job_that_the_repository_does_not_have_stops_the_build(aws, repository, monkeypatch):
    monkeypatch.setattr(
        definition, "render", lambda pipeline, project, settings, sources, *_: sources["training/forest"]
    )
    with pytest.raises(StepFailed, match=r"names the job training/forest; algorithms/ has: \S+, \S+") as stopped:
        pipeline.upsert(repository)
    assert "ml-pipeline-training.py" in stopped.value.what_to_do


def test_wrong_settings_stop_the_build(aws, repository):
    source(repository, "/etc/passwd")
    with pytest.raises(StepFailed, match=r"data\.source"):
        pipeline.upsert(repository)
