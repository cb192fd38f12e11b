"""Repositories outside AWS: over a connection, seeded by a job of the project."""

from __future__ import annotations

import re

import pytest
from troposphere import Template

from mlops_templates.data import seed_digest
from mlops_templates.duties.source_connection import SOURCE_CONNECTION
from mlops_templates.model import Ci, SeedRepository
from mlops_templates.scm import SCMS
from tests.rendered import Document, product_document

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
    ("role", "repository", "claims"),
    [
        ("BuildRole", "ModelBuildRepository", ["ref:refs/heads/main"]),
        (
            "DeployPipelineRole",
            "ModelDeployRepository",
            ["environment:staging", "environment:production", "ref:refs/heads/main"],
        ),
    ],
)
def test_a_workflow_takes_on_its_role_by_the_token_of_its_repository(
    role: str, repository: str, claims: list[str]
) -> None:
    [statement] = of_type("AWS::IAM::Role", "github-actions")[role]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity"]
    conditions = statement["Condition"]
    assert conditions["StringEquals"] == {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
    subjects = conditions["StringLike"]["token.actions.githubusercontent.com:sub"]
    assert [subject["Fn::Sub"] for subject in subjects] == [f"repo:${{{repository}}}:{claim}" for claim in claims]
