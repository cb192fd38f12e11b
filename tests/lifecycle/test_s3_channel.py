"""A project from a template in S3, from publishing to its deletion. One story, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest

from mlops_templates import projects, publish
from mlops_templates.data import seed_files, seed_folder
from mlops_templates.demo import registry
from mlops_templates.demo.life import PRODUCT, Names
from mlops_templates.demo.prediction import predict
from mlops_templates.foundations.s3_launch_role import ROLE_NAME
from mlops_templates.publish.settings import S3
from tests.lifecycle.belongings import belongings, name_in
from tests.lifecycle.project_life import ProjectLife, git, publish_by_command

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws

APPROVER = "approver@example.com"


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    publish_by_command("--product", PRODUCT, "--channel", S3)
    clients = publish.connect()
    projects.create("by-template", PRODUCT, {}, clients, channel=S3)
    project = projects.wait("by-template", clients)
    assert project is not None
    return ProjectLife(Names(project.name, project.project_id), account, tmp_path_factory.mktemp("clones"))


def stack(life: ProjectLife) -> dict[str, object]:
    clients = publish.connect()
    project = projects.read_project(life.names.project, clients)
    assert project is not None
    (found,) = clients.cloudformation.describe_stacks(StackName=project.stack(clients))["Stacks"]
    return dict(found)


def predicts(life: ProjectLife, stage: str) -> bool:
    version = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group)
    held_out = registry.read(life.client("s3"), version.facts["TestDataS3Uri"])
    answer = predict(boto3.client("sagemaker-runtime"), life.names.endpoint(stage), held_out).answer
    return 0 <= float(answer) <= 1


def test_its_stack_is_made_as_the_launch_role_of_templates_in_s3(life: ProjectLife) -> None:
    found = stack(life)
    assert str(found["StackName"]).startswith("SP-")
    assert str(found["RoleARN"]).endswith(f":role/{ROLE_NAME}")
    assert life.client("servicecatalog").search_provisioned_products()["ProvisionedProducts"] == []


def test_it_has_exactly_a_build_and_a_deploy_repository_and_they_are_those_of_the_seeds(life: ProjectLife) -> None:
    listed = life.client("sagemaker").list_code_repositories(NameContains=life.names.project_id)
    names = {repository["CodeRepositoryName"] for repository in listed["CodeRepositorySummaryList"]}
    assert names == {f"{life.names.group}-build", f"{life.names.group}-deploy"}
    for repository, seed in (("model-build", "model_build"), ("model-deploy", "model_deploy")):
        shipped = {path.relative_to(seed_folder(seed)).as_posix() for path in seed_files(seed)}
        assert set(git("ls-files", cwd=life.clone(repository)).splitlines()) == shipped


def test_its_first_build_registers_a_model_that_a_yes_brings_to_staging(life: ProjectLife) -> None:
    (version,) = life.built().versions()
    before = life.newest(life.names.deploy_pipeline)
    life.decide_on_version(version["ModelPackageArn"], "Approved")
    deployment = life.started_after(life.names.deploy_pipeline, before)
    life.wait_for_approval(deployment)
    assert life.serving("staging") == version["ModelPackageArn"]
    assert predicts(life, "staging")


def test_a_second_yes_brings_it_to_production(life: ProjectLife) -> None:
    deployment = life.newest(life.names.deploy_pipeline)
    life.decide(life.wait_for_approval(deployment), "Approved")
    assert life.end_of(life.names.deploy_pipeline, deployment) == "Succeeded"
    assert life.serving("prod") == life.versions()[0]["ModelPackageArn"]
    assert predicts(life, "prod")


def test_an_upgrade_with_another_answer_in_its_form_leaves_production_serving(life: ProjectLife) -> None:
    clients = publish.connect()
    projects.upgrade(life.names.project, {"ApproverEmail": APPROVER}, clients)
    upgraded = projects.wait(life.names.project, clients)
    assert upgraded is not None
    assert upgraded.status == "UpdateCompleted"
    topics = life.client("sns").list_subscriptions()["Subscriptions"]
    assert APPROVER in [subscription["Endpoint"] for subscription in topics]
    assert predicts(life, "prod")


def test_its_deletion_leaves_only_what_is_retained_and_lists_it(life: ProjectLife) -> None:
    retained = projects.delete(life.names.project, publish.connect())
    kept = {(one.resource_type, name_in(one.physical_id)) for one in retained}
    assert belongings(life.names.project, life.names.project_id) == kept
