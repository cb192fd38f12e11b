"""A project whose builds run at GitHub: filled by AWS, and built by workflows that take on its roles."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlops_templates import projects
from mlops_templates.demo import pipelines
from mlops_templates.localaws.authorization.conditions import holds
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.testing import LocalAccount
from tests.conftest import Aws
from tests.lifecycle.belongings import name_in
from tests.lifecycle.bench import Bench, published, variables

REGION = "ap-south-1"
PRODUCT = "repeatable-real-time"
SCM = "github-actions"
OWNER = "octo-org"
ISSUER = "token.actions.githubusercontent.com"
MAIN, FEATURE = "ref:refs/heads/main", "ref:refs/heads/feature/more-trees"
STAGING, PRODUCTION, PULL_REQUEST = "environment:staging", "environment:production", "pull_request"


@pytest.fixture(scope="module")
def bench(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    clients, folder = published(aws, REGION, PRODUCT, SCM), tmp_path_factory.mktemp("bench")
    connections = aws.client("codeconnections", REGION)
    tags = [{"Key": "sagemaker", "Value": "true"}]
    made = connections.create_connection(ConnectionName=OWNER, ProviderType="GitHub", Tags=tags)["ConnectionArn"]
    form = {"ConnectionArn": made}
    for field, repository in (("ModelBuildRepository", "model-build"), ("ModelDeployRepository", "model-deploy")):
        form[field] = f"{OWNER}/{repository}"
    bench = Bench(aws, clients, "workflows", folder, PRODUCT, SCM, form)
    bench.admin.authorize_connection(made)
    for field in ("ModelBuildRepository", "ModelDeployRepository"):
        bench.admin.create_remote(form[field])
    return bench


def role_of(bench: Bench, output: str) -> Any:
    return bench.clients.iam.get_role(RoleName=name_in(bench.outputs[output]))["Role"]


def trusts(role: Any, subject: str, audience: str = "sts.amazonaws.com") -> bool:
    """Whether the conditions of the role's trust hold for a token of GitHub."""
    (statement,) = parse(json.dumps(role["AssumeRolePolicyDocument"]))
    assert statement.principals == (("Federated", f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"),)
    assert statement.actions == ("sts:AssumeRoleWithWebIdentity",)
    token = {f"{ISSUER}:sub": (subject,), f"{ISSUER}:aud": (audience,)}
    return all(holds(condition, token) for condition in statement.conditions)


def taken_on(bench: Bench, output: str) -> LocalAccount:
    """The role as a workflow has it. Tokens of GitHub are not emulated: the role is opened to this account."""
    role = role_of(bench, output)
    root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [root]})
    bench.clients.iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=document)
    return bench.admin.as_role(role["Arn"])


def test_both_repositories_are_filled_from_their_seeds(bench: Bench) -> None:
    codepipeline, seed = bench.admin.client("codepipeline"), bench.outputs["SeedPipelineName"]
    execution = pipelines.newest_execution(codepipeline, seed)
    assert pipelines.wait_for_end(codepipeline, seed, str(execution)) == "Succeeded"
    for repository, file in (("model-build", "build"), ("model-deploy", "deploy")):
        bench.bash(f"git clone --quiet https://github.com/{OWNER}/{repository}.git", bench.folder, bench.admin)
        assert (bench.folder / repository / ".github" / "workflows" / f"{file}.yml").is_file()


@pytest.mark.parametrize(
    ("output", "repository", "taken"),
    [
        ("BuildRoleArn", "model-build", {MAIN}),
        ("BranchRoleArn", "model-build", {MAIN, FEATURE}),
        ("DeployRenderRoleArn", "model-deploy", {MAIN}),
        ("DeployStagingRoleArn", "model-deploy", {STAGING}),
        ("DeployProductionRoleArn", "model-deploy", {PRODUCTION}),
    ],
)
def test_a_role_is_taken_on_by_its_repository_and_its_claims_alone(
    bench: Bench, output: str, repository: str, taken: set[str]
) -> None:
    role, claims = role_of(bench, output), (MAIN, FEATURE, STAGING, PRODUCTION, PULL_REQUEST)
    assert {claim for claim in claims if trusts(role, f"repo:{OWNER}/{repository}:{claim}")} == taken
    others = {"model-build", "model-deploy", "model-build-2"} - {repository}
    strangers = [f"{OWNER}/{other}" for other in others] + [f"someone/{repository}"]
    assert not [name for name in strangers for claim in claims if trusts(role, f"repo:{name}:{claim}")]
    assert not trusts(role, f"repo:{OWNER}/{repository}:{MAIN}", audience="https://github.com/octo-org")


def test_the_workflow_of_main_registers_a_model_as_its_role(bench: Bench) -> None:
    settings = {**variables(bench), "BRANCH_NAME": "main"}
    bench.build(taken_on(bench, "BuildRoleArn"), settings)
    (version,) = bench.versions(bench.outputs["MainModelPackageGroupName"])
    assert version["ModelApprovalStatus"] == "PendingManualApproval"


def test_deleting_the_project_lists_what_stays_and_leaves_the_repositories(bench: Bench) -> None:
    kinds = {one.resource_type for one in projects.delete(bench.name, bench.clients)}
    assert {"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SageMaker::ModelPackageGroup"} <= kinds
    assert "AWS::CodeCommit::Repository" not in kinds
    for repository in ("model-build", "model-deploy"):
        address = f"https://github.com/{OWNER}/{repository}.git"
        assert "refs/heads/main" in bench.bash(f"git ls-remote {address}", bench.folder, bench.admin)
