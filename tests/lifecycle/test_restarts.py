"""A project outlives its server: stopped or killed between all phases of its life, it goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest

from mlops_templates import projects, publish
from mlops_templates.demo import registry
from mlops_templates.demo.prediction import predict
from mlops_templates.demo.waiting import until
from tests.lifecycle.pointing import pointing_at
from tests.lifecycle.project_life import ProjectLife, publish_by_command
from tests.localaws.keeping.reborn import Reborn


@pytest.fixture
def reborn(tmp_path: Path) -> Iterator[Reborn]:
    """An embedded AWS that keeps its state, at which the environment of this process points."""
    found = Reborn.begin(tmp_path / "state")
    with pointing_at(found.aws):
        yield found
    found.stop()


def again(reborn: Reborn, end: Callable[[Reborn], None]) -> None:
    """The next server on the folder, at the same address and with the same keys."""
    before = reborn.aws
    end(reborn)
    reborn.again()
    assert (reborn.aws.url, reborn.aws.environment) == (before.url, before.environment)


def serves(endpoint: str) -> bool | None:
    shown = boto3.client("sagemaker").describe_endpoint(EndpointName=endpoint)
    assert shown["EndpointStatus"] in ("Updating", "InService"), shown
    return shown["EndpointStatus"] == "InService" or None


def predicts(life: ProjectLife, stage: str) -> bool:
    version = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group)
    held_out = registry.read(life.client("s3"), version.facts["TestDataS3Uri"])
    return 0 <= float(predict(boto3.client("sagemaker-runtime"), life.names.endpoint(stage), held_out).answer) <= 1


def test_a_project_lives_its_whole_life_over_restarts(reborn: Reborn, tmp_path: Path) -> None:
    publish_by_command()
    again(reborn, Reborn.kill)
    publish_by_command()
    life = ProjectLife.begin("reborn", reborn.aws, tmp_path)
    assert life.built()
    again(reborn, Reborn.stop)
    (version,) = life.versions()
    first = life.newest(life.names.deploy_pipeline)
    life.decide_on_version(version["ModelPackageArn"], "Approved")
    deployment = life.started_after(life.names.deploy_pipeline, first)
    approval = life.wait_for_approval(deployment)
    again(reborn, Reborn.kill)
    until(lambda: serves(life.names.endpoint("staging")), "staging")
    assert predicts(life, "staging")
    assert life.wait_for_approval(deployment) == approval
    life.decide(approval, "Approved")
    assert life.end_of(life.names.deploy_pipeline, deployment) == "Succeeded"
    again(reborn, Reborn.stop)
    until(lambda: serves(life.names.endpoint("prod")), "production")
    assert predicts(life, "prod")
    clone = life.clone("model-build")
    assert (clone / "build_spec.yml").is_file()
    projects.delete("reborn", publish.connect())
    again(reborn, Reborn.kill)
    assert boto3.client("sagemaker").list_projects()["ProjectSummaryList"] == []
    assert boto3.client("sagemaker").list_endpoints()["Endpoints"] == []
