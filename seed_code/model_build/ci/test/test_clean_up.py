import json
import time
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError

from ci import __main__ as program
from ci import clean_up, development
from ci.banner import StepFailed
from ml_pipelines.project import VARIABLES

GROUP = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/churn-p-abc123-dev"
PIPELINE = "churn-p-abc123-training-trial"


class Aws:
    """SageMaker and S3 in one, with a branch `trial`, another one, and main."""

    def __init__(self):
        self.pipelines = {PIPELINE: ["Executing", "Succeeded"], "churn-p-abc123-training": []}
        self.models = {f"{GROUP}/1": "trial", f"{GROUP}/2": "other", f"{GROUP}/3": None}
        self.keys = ["churn-trial/b/build.json", "churn-trial-2/x", "churn/y"]
        self.denied = False

    def get_paginator(self, operation):
        self.paginate = getattr(self, operation)
        return self

    def list_pipeline_executions(self, PipelineName):
        if PipelineName not in self.pipelines:
            raise ClientError({"Error": {"Code": "ResourceNotFound", "Message": "none"}}, "ListPipelineExecutions")
        statuses = self.pipelines[PipelineName]
        yield {
            "PipelineExecutionSummaries": [
                {"PipelineExecutionArn": f"{PipelineName}/{number}", "PipelineExecutionStatus": status}
                for number, status in enumerate(statuses)
            ]
        }

    def stop_pipeline_execution(self, PipelineExecutionArn):
        name, _, number = PipelineExecutionArn.rpartition("/")
        self.pipelines[name][int(number)] = "Stopped"

    def delete_pipeline(self, PipelineName):
        assert "Executing" not in self.pipelines[PipelineName]
        del self.pipelines[PipelineName]

    def list_model_packages(self, ModelPackageGroupName):
        assert ModelPackageGroupName == "churn-p-abc123-dev"
        for arn in self.models:  # a page each
            yield {"ModelPackageSummaryList": [{"ModelPackageArn": arn}]}

    def describe_model_package(self, ModelPackageName):
        branch = self.models[ModelPackageName]
        return {"CustomerMetadataProperties": {"BranchName": branch}} if branch else {}

    def delete_model_package(self, ModelPackageName):
        del self.models[ModelPackageName]

    def list_objects_v2(self, Bucket, Prefix):
        found = [{"Key": key} for key in self.keys if key.startswith(Prefix)]
        yield {"Contents": found} if found else {}

    def delete_objects(self, Bucket, Delete):
        if self.denied:
            return {"Errors": [{"Key": Delete["Objects"][0]["Key"], "Code": "AccessDenied"}]}
        self.keys = [key for key in self.keys if {"Key": key} not in Delete["Objects"]]
        return {}


@pytest.fixture
def aws(monkeypatch, project):
    aws = Aws()
    monkeypatch.setattr(boto3, "client", lambda service, **_: aws)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    for field, variable in VARIABLES.items():
        monkeypatch.setenv(variable, getattr(project, field))
    monkeypatch.setenv("BRANCH_NAME", "trial")
    monkeypatch.setenv("BRANCH_EVENT", "deleted")
    return aws


def test_what_the_branch_made_is_gone_and_all_else_stays(aws, tmp_path):
    clean_up.clean_up(tmp_path)
    assert list(aws.pipelines) == ["churn-p-abc123-training"]
    assert list(aws.models) == [f"{GROUP}/2", f"{GROUP}/3"]
    assert aws.keys == ["churn-trial-2/x", "churn/y"]


def test_each_thing_is_said_and_written_down(aws, tmp_path, capsys):
    clean_up.clean_up(tmp_path)
    said = capsys.readouterr().out
    for thing in (f"execution {PIPELINE}/0 is being stopped", f"pipeline {PIPELINE} deleted", f"{GROUP}/1 deleted"):
        assert thing in said
    assert "churn-trial/: 1 objects deleted" in said
    assert json.loads((tmp_path / "build" / "clean-up.json").read_text()) == {
        "Branch": "trial",
        "Pipeline": PIPELINE,
        "Models": [f"{GROUP}/1"],
        "Objects": 1,
    }


def test_in_a_development_account_the_pipeline_goes_there_and_models_and_data_here(aws, tmp_path, monkeypatch):
    there, known = Aws(), []
    aws.pipelines.clear()
    monkeypatch.setattr(
        development, "act_as", lambda here, arn: known.append(arn) or SimpleNamespace(client=lambda *_, **__: there)
    )
    monkeypatch.setenv("DEVELOPMENT_ACCOUNT_ID", "210987654321")
    clean_up.clean_up(tmp_path)
    assert list(there.pipelines) == ["churn-p-abc123-training"]
    assert list(aws.models) == [f"{GROUP}/2", f"{GROUP}/3"] and len(there.models) == 3
    assert known == ["arn:aws:iam::210987654321:role/mlops/mlops-templates-target-branch-eu-west-1"]


def test_a_second_run_finds_nothing_and_succeeds(aws, tmp_path, capsys):
    clean_up.clean_up(tmp_path)
    capsys.readouterr()
    clean_up.clean_up(tmp_path)
    said = capsys.readouterr().out
    assert f"no pipeline {PIPELINE}" in said and "no model of trial" in said and "0 objects deleted" in said


def test_main_is_never_touched(aws, tmp_path, monkeypatch):
    monkeypatch.setenv("BRANCH_NAME", "main")
    with pytest.raises(StepFailed, match="what main has made stays"):
        clean_up.clean_up(tmp_path)
    assert len(aws.pipelines) == 2 and len(aws.models) == 3 and len(aws.keys) == 3


def test_an_object_that_cannot_be_deleted_is_told(aws, tmp_path):
    aws.denied = True
    with pytest.raises(StepFailed, match=r"churn-trial/b/build\.json cannot be deleted: AccessDenied"):
        clean_up.clean_up(tmp_path)


def test_another_refusal_is_not_taken_for_absence(aws, tmp_path, monkeypatch):
    def refuse(**_):
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "DeletePipeline")

    monkeypatch.setattr(aws, "delete_pipeline", refuse)
    with pytest.raises(ClientError):
        clean_up.clean_up(tmp_path)


@pytest.mark.parametrize(
    ("event", "command", "said"),
    [
        ("deleted", "validate", "validate: nothing to do, the branch is gone"),
        ("deleted", "pipeline", "pipeline: nothing to do, the branch is gone"),
        ("pushed", "clean-up", "clean-up: nothing to do, the branch is there"),
        ("", "clean-up", "clean-up: nothing to do, the branch is there"),
    ],
)
def test_a_build_does_what_the_event_asks_for_and_no_more(aws, monkeypatch, capsys, event, command, said):
    monkeypatch.setenv("BRANCH_EVENT", event)
    program.main([command])
    assert said in capsys.readouterr().out
    assert len(aws.pipelines) == 2 and len(aws.keys) == 3


def test_an_unknown_command_is_refused_with_the_known_ones():
    with pytest.raises(SystemExit, match=r"usage: python -m ci validate .* \| clean-up \|"):
        program.main(["clean"])
