"""The deploy repository: no production without tests and a yes. The tests here are one story, in order."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import boto3
import pytest

from mlops_templates import projects, publish
from mlops_templates.demo import registry
from mlops_templates.demo.prediction import predict

if TYPE_CHECKING:
    from tests.lifecycle.project_life import ProjectLife

QUIET_SECONDS = 4.0


def predicts(life: ProjectLife, stage: str) -> bool:
    version = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group)
    held_out = registry.read(life.client("s3"), version.facts["TestDataS3Uri"])
    answer = predict(boto3.client("sagemaker-runtime"), life.names.endpoint(stage), held_out).answer
    return 0 <= float(answer) <= 1


def test_the_first_deployment_says_that_nothing_is_approved_yet(life: ProjectLife) -> None:
    pipeline = life.names.deploy_pipeline
    execution = life.newest(pipeline)
    assert life.end_of(pipeline, execution) == "Failed"
    assert "approve" in life.log_of_build(life.actions(pipeline, execution)["Render/Render"]).lower()


def test_an_approved_version_reaches_staging_and_waits(life: ProjectLife) -> None:
    build = life.names.build_pipeline
    assert life.end_of(build, life.newest(build)) == "Succeeded"
    before = life.newest(life.names.deploy_pipeline)
    arn = life.versions()[0]["ModelPackageArn"]
    life.client("sagemaker").update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    execution = life.started_after(life.names.deploy_pipeline, before)
    approval = life.wait_for_approval(execution)
    assert predicts(life, "staging")
    assert life.serving("staging") == arn
    assert life.serving("prod") is None
    for word in ("auc", "latency"):
        assert word in approval.text.lower()


def test_a_yes_brings_the_version_to_production(life: ProjectLife) -> None:
    execution = life.newest(life.names.deploy_pipeline)
    life.decide(life.wait_for_approval(execution), "Approved")
    assert life.end_of(life.names.deploy_pipeline, execution) == "Succeeded"
    assert life.serving("prod") == life.versions()[0]["ModelPackageArn"]
    assert predicts(life, "prod")


def test_a_push_to_another_branch_starts_nothing(life: ProjectLife) -> None:
    before = life.executions(life.names.deploy_pipeline)
    folder = life.clone("model-deploy")
    (folder / "README.md").write_text("# A feature\n", encoding="utf-8")
    life.push(folder, "Work on a feature", branch="feature/readme")
    time.sleep(QUIET_SECONDS)
    assert len(life.executions(life.names.deploy_pipeline)) == len(before)


def test_a_push_to_main_starts_a_deployment_and_a_no_keeps_the_old_production(life: ProjectLife) -> None:
    before, serving = life.newest(life.names.deploy_pipeline), life.serving("prod")
    endpoint = life.client("sagemaker").describe_endpoint(EndpointName=life.names.endpoint("prod"))
    folder = life.clone("model-deploy")
    settings = folder / "inference_config" / "prod" / "inference_config.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace("ml.m5.large", "ml.m5.xlarge"), encoding="utf-8")
    commit = life.push(folder, "Ask for a larger instance in production")
    execution = life.started_after(life.names.deploy_pipeline, before)
    approval = life.wait_for_approval(execution)
    revision = life.actions(life.names.deploy_pipeline, execution)["Source/Source"]["output"]["outputVariables"]
    assert revision["CommitId"] == commit
    life.decide(approval, "Rejected")
    assert life.end_of(life.names.deploy_pipeline, execution) == "Failed"
    assert life.serving("prod") == serving
    now = life.client("sagemaker").describe_endpoint(EndpointName=life.names.endpoint("prod"))
    assert now["EndpointConfigName"] == endpoint["EndpointConfigName"]
    assert predicts(life, "prod")


def test_a_failing_staging_test_never_reaches_production(life: ProjectLife) -> None:
    before, serving = life.newest(life.names.deploy_pipeline), life.serving("prod")
    folder = life.clone("model-deploy")
    test = next((folder / "tests" / "integration_test").glob("test_*.py"))
    test.write_text(test.read_text(encoding="utf-8") + "\n\ndef test_fails():\n    assert 1 == 2\n", encoding="utf-8")
    life.push(folder, "Fail a staging test")
    execution = life.started_after(life.names.deploy_pipeline, before)
    assert life.end_of(life.names.deploy_pipeline, execution) == "Failed"
    actions = life.actions(life.names.deploy_pipeline, execution)
    assert actions["Staging/Test"]["status"] == "Failed"
    assert not [name for name in actions if name.startswith("Production/")]
    assert life.serving("prod") == serving


def test_a_malformed_inference_config_stops_at_the_first_stage_and_names_the_fault(life: ProjectLife) -> None:
    before = life.newest(life.names.deploy_pipeline)
    folder = life.clone("model-deploy")
    settings = folder / "inference_config" / "staging" / "inference_config.json"
    broken = json.loads(settings.read_text(encoding="utf-8"))
    broken["surprise"] = True
    settings.write_text(json.dumps(broken), encoding="utf-8")
    life.push(folder, "Misspell a setting")
    execution = life.started_after(life.names.deploy_pipeline, before)
    assert life.end_of(life.names.deploy_pipeline, execution) == "Failed"
    assert "surprise" in life.log_of_build(life.actions(life.names.deploy_pipeline, execution)["Render/Render"])
    assert "Staging/Deploy" not in life.actions(life.names.deploy_pipeline, execution)


def test_a_rejected_version_leaves_the_old_model_serving(life: ProjectLife) -> None:
    serving = life.serving("prod")
    arn = life.versions()[0]["ModelPackageArn"]
    assert serving == arn
    life.client("sagemaker").update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Rejected")
    assert life.serving("prod") == serving
    assert predicts(life, "prod")


def test_deleting_the_project_leaves_only_what_is_retained_and_lists_it(life: ProjectLife) -> None:
    retained = projects.delete(life.names.project, publish.connect())
    kept = {(one.resource_type, one.physical_id) for one in retained}
    buckets = {bucket["Name"] for bucket in life.client("s3").list_buckets()["Buckets"]}
    assert {name for kind, name in kept if kind == "AWS::S3::Bucket"} == {
        b for b in buckets if life.names.project_id in b
    }
    assert life.client("sagemaker").list_endpoints()["Endpoints"] == []
    assert life.client("sagemaker").list_projects()["ProjectSummaryList"] == []
    assert life.client("codepipeline").list_pipelines()["pipelines"] == []
    assert life.client("codebuild").list_projects()["projects"] == []
    rules = [rule["Name"] for rule in life.client("events").list_rules()["Rules"]]
    assert [name for name in rules if life.names.project_id in name] == []
    with pytest.raises(life.client("sagemaker").exceptions.ClientError):
        predicts(life, "prod")
