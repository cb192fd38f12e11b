"""The deploy repository: no production without tests and a yes. The tests here are one story, in order."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from mlops_templates import projects, publish
from mlops_templates.demo import registry
from mlops_templates.demo.prediction import predict
from tests.lifecycle.belongings import belongings, name_in
from tests.lifecycle.broken_model import register_broken

if TYPE_CHECKING:
    from tests.lifecycle.project_life import ProjectLife

QUIET_SECONDS = 4.0
"""How long to look whether something starts that must not; what must starts in a tenth of it."""


def predicts(life: ProjectLife, stage: str) -> bool:
    version = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group)
    held_out = registry.read(life.client("s3"), version.facts["TestDataS3Uri"])
    answer = predict(boto3.client("sagemaker-runtime"), life.names.endpoint(stage), held_out).answer
    return 0 <= float(answer) <= 1


def tried_by_hand(life: ProjectLife) -> str:
    """What `make trial` makes, called once; and its one name."""
    sagemaker, name = life.client("sagemaker"), f"{life.names.group}-try"
    version = life.built().versions()[-1]["ModelPackageArn"]
    made_of = sagemaker.describe_model_package(ModelPackageName=version)["InferenceSpecification"]["Containers"][0]
    container = {key: made_of[key] for key in ("Image", "ModelDataUrl", "Environment") if key in made_of}
    account = life.client("sts").get_caller_identity()["Account"]
    role = f"arn:aws:iam::{account}:role/mlops/sagemaker-{life.names.project_id}-training"
    sagemaker.create_model(ModelName=name, Containers=[container], ExecutionRoleArn=role)
    variant = {"VariantName": "AllTraffic", "ModelName": name, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig={"Delay": 1})
    assert predicts(life, "try")
    return name


def log_of_the_failed_render(life: ProjectLife, deployment: str) -> str:
    """What the Render stage printed; the deployment must have ended there."""
    assert life.settles(deployment) == "Failed"
    actions = life.actions(life.names.deploy_pipeline, deployment)
    assert set(actions) == {"Source/Source", "Render/Render"}
    return life.log_of_build(actions["Render/Render"])


def production(life: ProjectLife) -> tuple[str | None, Any]:
    """What production is: the version in its stack, and the configuration of its endpoint."""
    endpoint = life.client("sagemaker").describe_endpoint(EndpointName=life.names.endpoint("prod"))
    return life.serving("prod"), endpoint["EndpointConfigName"]


def test_the_first_deployment_says_that_nothing_is_approved_yet(life: ProjectLife) -> None:
    assert "approve" in log_of_the_failed_render(life, life.newest(life.names.deploy_pipeline)).lower()


def test_a_version_that_nobody_approved_is_not_deployed(life: ProjectLife) -> None:
    (version,) = life.built().versions()
    assert version["ModelApprovalStatus"] == "PendingManualApproval"
    started = life.client("codepipeline").start_pipeline_execution(name=life.names.deploy_pipeline)
    assert "nothing approved yet" in log_of_the_failed_render(life, started["pipelineExecutionId"])
    assert life.serving("staging") is None


def test_an_approval_in_the_group_of_features_starts_nothing(life: ProjectLife) -> None:
    version = life.built().versions()[0]["ModelPackageArn"]
    before = life.executions(life.names.deploy_pipeline)
    life.decide_on_version(life.register_again(version, f"{life.names.group}-dev"), "Approved")
    time.sleep(QUIET_SECONDS)
    assert len(life.executions(life.names.deploy_pipeline)) == len(before)


def test_an_approved_version_reaches_staging_and_waits(life: ProjectLife) -> None:
    arn = life.built().versions()[0]["ModelPackageArn"]
    before = life.newest(life.names.deploy_pipeline)
    life.decide_on_version(arn, "Approved")
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


def test_a_push_to_main_starts_a_deployment_that_a_no_keeps_from_production(life: ProjectLife) -> None:
    before, serving = life.newest(life.names.deploy_pipeline), production(life)
    folder = life.clone("model-deploy")
    settings = folder / "inference_config" / "prod" / "inference_config.json"
    life.edit(settings, "ml.m5.large", "ml.m5.xlarge")
    commit = life.push(folder, "Ask for a larger instance in production")
    execution = life.started_after(life.names.deploy_pipeline, before)
    approval = life.wait_for_approval(execution)
    revision = life.actions(life.names.deploy_pipeline, execution)["Source/Source"]["output"]["outputVariables"]
    assert revision["CommitId"] == commit
    life.decide(approval, "Rejected")
    assert life.end_of(life.names.deploy_pipeline, execution) == "Failed"
    assert production(life) == serving


def test_a_rejected_approval_leaves_the_old_model_serving(life: ProjectLife) -> None:
    before, serving = life.newest(life.names.deploy_pipeline), production(life)
    old = life.versions()[0]["ModelPackageArn"]
    new = life.register_again(old, life.names.group)
    life.decide_on_version(new, "Approved")
    execution = life.started_after(life.names.deploy_pipeline, before)
    life.decide(life.wait_for_approval(execution), "Rejected")
    assert life.end_of(life.names.deploy_pipeline, execution) == "Failed"
    assert (life.serving("staging"), life.serving("prod")) == (new, old)
    assert production(life) == serving
    assert predicts(life, "prod")


def test_a_version_that_is_rejected_again_leaves_staging_for_the_one_before(life: ProjectLife) -> None:
    before, serving = life.newest(life.names.deploy_pipeline), production(life)
    new, old = (version["ModelPackageArn"] for version in life.versions())
    life.decide_on_version(new, "Rejected")
    execution = life.started_after(life.names.deploy_pipeline, before)
    approval = life.wait_for_approval(execution)
    assert life.serving("staging") == old
    life.decide(approval, "Rejected")
    assert life.end_of(life.names.deploy_pipeline, execution) == "Failed"
    assert production(life) == serving


def test_a_broken_model_fails_in_staging_and_never_reaches_production(life: ProjectLife) -> None:
    """Approved by its figures, which are good; it is the tests that call it that find out."""
    before, serving = life.newest(life.names.deploy_pipeline), production(life)
    broken = register_broken(life, life.versions()[-1]["ModelPackageArn"])
    life.decide_on_version(broken, "Approved")
    execution = life.started_after(life.names.deploy_pipeline, before)
    assert life.settles(execution) == "Failed"
    actions = life.actions(life.names.deploy_pipeline, execution)
    assert actions["Staging/Test"]["status"] == "Failed"
    log = life.log_of_build(actions["Staging/Test"])
    assert "test_scores_differ_between_rows" in log
    assert "test_the_metric_on_held_out_rows_reaches_the_threshold" in log
    assert not [name for name in actions if name.startswith(("Staging/Approve", "Production/"))]
    assert life.serving("staging") == broken
    assert production(life) == serving
    assert predicts(life, "prod")


def test_a_malformed_inference_config_stops_at_the_first_stage_and_names_the_fault(life: ProjectLife) -> None:
    before = life.newest(life.names.deploy_pipeline)
    folder = life.clone("model-deploy")
    settings = folder / "inference_config" / "staging" / "inference_config.json"
    broken = json.loads(settings.read_text(encoding="utf-8"))
    settings.write_text(json.dumps({**broken, "surprise": True}), encoding="utf-8")
    life.push(folder, "Misspell a setting")
    log = log_of_the_failed_render(life, life.started_after(life.names.deploy_pipeline, before))
    (line,) = [line for line in log.splitlines() if line.startswith("inference_config/")]
    assert line.startswith("inference_config/staging/inference_config.json: surprise = true: is not a known key: ")


def test_deleting_the_project_leaves_only_what_is_retained_and_lists_it(life: ProjectLife) -> None:
    """The endpoint that people made to try a model goes too; its log stays, and is named."""
    name = tried_by_hand(life)
    retained = projects.delete(life.names.project, publish.connect())
    kept = {(one.resource_type, name_in(one.physical_id)) for one in retained}
    assert belongings(life.names.project, life.names.project_id) == kept
    assert ("AWS::Logs::LogGroup", f"/aws/sagemaker/Endpoints/{name}") in kept
    assert {"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::CodeCommit::Repository"} <= {kind for kind, _ in kept}
    with pytest.raises(life.client("sagemaker").exceptions.ClientError):
        predicts(life, "prod")
