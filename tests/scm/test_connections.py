"""Repositories outside AWS: over a connection, seeded by a job of the project."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from troposphere import Template

from mlops_templates.data import seed_digest
from mlops_templates.duties.source_connection import SOURCE_CONNECTION
from mlops_templates.model import Ci, SeedRepository
from mlops_templates.scm import SCMS
from tests.rendered import Document, product_document
from tests.seed_code.workflows import BUILD, DEPLOY

SEED = SeedRepository("model_build")
BOTH = pytest.mark.parametrize("scm", ["codeconnections", "github-actions"])


def of_type(kind: str, scm: str = "codeconnections") -> dict[str, Document]:
    made = product_document("repeatable-real-time", scm)["Resources"]
    return {name: resource["Properties"] for name, resource in made.items() if resource["Type"] == kind}


@BOTH
def test_repository_is_asked_for_by_its_full_name_and_nothing_is_made_of_it(scm: str) -> None:
    document = product_document("repeatable-real-time", scm)
    assert {"ConnectionArn", "ModelBuildRepository", "ModelDeployRepository"} <= document["Parameters"].keys()
    assert of_type("AWS::CodeCommit::Repository", scm) == {}


@pytest.mark.parametrize(
    ("name", "accepted"),
    [("owner/name", True), ("group/sub/name", True), ("name", False), ("https://github.com/o/n", False), ("", False)],
)
def test_form_takes_owner_and_name(name: str, accepted: bool) -> None:
    pattern = product_document("repeatable-real-time", "codeconnections")["Parameters"]["ModelBuildRepository"]
    assert bool(re.fullmatch(pattern["AllowedPattern"], name)) is accepted


@pytest.mark.parametrize(
    ("arn", "accepted"),
    [
        ("arn:aws:codeconnections:eu-west-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef", True),
        ("arn:aws:codestar-connections:eu-west-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef", True),
        ("arn:aws:s3:::bucket", False),
    ],
)
def test_form_takes_connections_of_both_names_of_the_service(arn: str, accepted: bool) -> None:
    pattern = product_document("repeatable-real-time", "codeconnections")["Parameters"]["ConnectionArn"]
    assert bool(re.fullmatch(pattern["AllowedPattern"], arn)) is accepted


def test_the_source_action_hears_of_pushes_itself() -> None:
    pipeline = of_type("AWS::CodePipeline::Pipeline")["DeployPipeline"]
    source = pipeline["Stages"][0]["Actions"][0]["Configuration"]
    assert (source["BranchName"], source["DetectChanges"]) == ("main", "true")
    assert SCMS["codeconnections"].add_repository(Template(), SEED, branch="main").events is None


@BOTH
def test_the_seed_of_exactly_this_content_is_pushed_once(scm: str) -> None:
    seeding = of_type("AWS::CodePipeline::Pipeline", scm)["SeedPipeline"]["Stages"]
    source = {action["Name"]: action["Configuration"] for action in seeding[0]["Actions"]}
    assert source["ModelBuild"]["S3ObjectKey"] == f"seeds/model_build-{seed_digest('model_build')}.zip"
    assert {configuration["PollForSourceChanges"] for configuration in source.values()} == {"false"}


@BOTH
def test_reading_a_repository_is_the_duty_of_whoever_is_tagged_with_it(scm: str) -> None:
    source = SCMS[scm].add_repository(Template(), SEED, branch="main")
    assert source.reader is SOURCE_CONNECTION
    assert {tag: ref.to_dict() for tag, ref in source.reader_tags.items()} == {
        "mlops:repository": {"Ref": "ModelBuildRepository"}
    }


def test_with_workflows_no_pipeline_of_the_project_builds_or_deploys() -> None:
    assert SCMS["github-actions"].ci is Ci.WORKFLOWS
    assert set(of_type("AWS::CodePipeline::Pipeline", "github-actions")) == {"SeedPipeline"}


@pytest.mark.parametrize(
    ("role", "repository", "claim"),
    [
        ("BuildRole", "ModelBuildRepository", "ref:refs/heads/main"),
        ("DeployRenderRole", "ModelDeployRepository", "ref:refs/heads/main"),
        ("DeployStagingRole", "ModelDeployRepository", "environment:staging"),
        ("DeployProductionRole", "ModelDeployRepository", "environment:production"),
    ],
)
def test_a_workflow_takes_on_its_role_by_one_claim_of_its_repository_to_the_letter(
    role: str, repository: str, claim: str
) -> None:
    [statement] = of_type("AWS::IAM::Role", "github-actions")[role]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity"]
    assert statement["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": {"Fn::Sub": f"repo:${{{repository}}}:{claim}"},
        }
    }


@pytest.mark.parametrize("product", ["repeatable-real-time", "reliable-batch", "scalable-real-time"])
def test_with_workflows_nothing_waits_for_events_that_never_come(product: str) -> None:
    made = product_document(product, "github-actions")
    kinds = {resource["Type"] for resource in made["Resources"].values()}
    assert "AWS::SQS::Queue" not in kinds
    assert not {kind for kind in kinds if kind.startswith(("AWS::Events::", "AWS::Scheduler::"))}
    assert not {"EventsRole", "ProductionApprovalTopic", "BuildProject"} & made["Resources"].keys()
    assert "RetrainingSchedule" not in made["Parameters"]


@pytest.mark.parametrize("product", ["repeatable-batch", "reliable-real-time", "scalable-real-time"])
@pytest.mark.parametrize(("file", "output"), [(BUILD, "ModelBuildVariables"), (DEPLOY, "ModelDeployVariables")])
def test_an_output_tells_every_variable_that_the_workflow_of_a_project_reads(
    product: str, file: Path, output: str
) -> None:
    lines = product_document(product, "github-actions")["Outputs"][output]["Value"]["Fn::Join"][1]
    told = {re.search(r'"([A-Z_]+)=', json.dumps(line))[1] for line in lines}
    read = set(re.findall(r"vars\.(\w+)", file.read_text()))
    of_others = {"DRIFT_ALARM_NAME", "DRIFT_WATCH_ROLE_ARN"} if product != "scalable-real-time" else set()
    if product == "repeatable-batch":
        of_others |= {"STAGING_ACCOUNT_ID", "PRODUCTION_ACCOUNT_ID"} | {
            f"{stage}_{kind}_ROLE_ARN" for stage in ("STAGING", "PRODUCTION") for kind in ("ACTION", "TEST")
        }
    else:
        of_others |= {"MODEL_EXECUTION_ROLE_ARN", "MONITOR_ROLE_ARN"}
    assert told == read - of_others


def test_an_empty_network_or_image_repository_is_no_variable() -> None:
    lines = product_document("repeatable-batch", "github-actions")["Outputs"]["ModelBuildVariables"]["Value"]
    optional = [line["Fn::If"] for line in lines["Fn::Join"][1] if "Fn::If" in line]
    assert [(condition, otherwise) for condition, _, otherwise in optional] == [
        ("OwnsContainers", ""),
        ("HasSecurityGroupIds", ""),
        ("HasSubnetIds", ""),
    ]
