"""A container of the project's own: a dockerfile beside a step is pushed, built once, run in, and left behind."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from mlops_templates import projects, publish
from mlops_templates.demo import registry
from mlops_templates.demo.waiting import until
from tests.lifecycle.project_life import ProjectLife, publish_by_command

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws

FOLDER = "algorithms/postprocessing/evaluate_model"
STEP_3 = "python -m ci images"
# The packages that the step installs at every start without a dockerfile.
DOCKERFILE = """\
FROM 683313688378.dkr.ecr.{region}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3
COPY requirements.txt /opt/requirements.txt
RUN python3 -m pip install --no-deps --require-hashes -r /opt/requirements.txt
ENV MADE_BY=project
"""


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    """A project that asked for containers of its own, just created."""
    publish_by_command()
    clones = tmp_path_factory.mktemp("clones")
    return ProjectLife.begin("own", account, clones, form={"OwnContainers": "yes"})


def images(life: ProjectLife) -> list[dict[str, Any]]:
    name = f"mlops-{life.names.project_id}-images"
    return list(life.client("ecr").describe_images(repositoryName=name)["imageDetails"])


def end_first_run(life: ProjectLife) -> None:
    """End the run that starts at creation: it has no dockerfile."""
    asked = {"pipelineName": life.names.build_pipeline, "pipelineExecutionId": life.newest(life.names.build_pipeline)}
    codepipeline, codebuild = life.client("codepipeline"), life.client("codebuild")
    with contextlib.suppress(codepipeline.exceptions.PipelineExecutionNotStoppableException):  # it has ended
        codepipeline.stop_pipeline_execution(**asked, abandon=True)
    for build in codebuild.list_builds_for_project(projectName=f"sagemaker-{life.names.group}-build")["ids"]:
        codebuild.stop_build(id=build)


def build_of_push(life: ProjectLife, dockerfile: str) -> tuple[str, str]:
    """The commit of a push with this dockerfile, and what its build printed, which succeeded.

    The tests of the seed, which take the longest, are left out: they are run elsewhere.
    """
    pipeline, folder = life.names.build_pipeline, life.clone("model-build")
    before = life.newest(pipeline)
    (folder / FOLDER / "dockerfile").write_text(dockerfile, encoding="utf-8")
    life.edit(folder / "build_spec.yml", "python -m ci test", "true")
    commit = life.push(folder, "Bring an own container")
    execution = life.started_after(pipeline, before)
    ended, actions = life.end_of(pipeline, execution), life.actions(pipeline, execution)
    log = next(life.log_of_build(action) for name, action in actions.items() if not name.startswith("Source"))
    assert ended == "Succeeded", log[-4000:]
    return commit, log


def log_of_step_3(life: ProjectLife) -> str:
    """What a build of a branch prints that makes containers and nothing else."""
    codebuild = life.client("codebuild")
    commands = ["python -m pip install --quiet --require-hashes --requirement requirements.txt", STEP_3]
    build = codebuild.start_build(
        projectName=f"sagemaker-{life.names.group}-branch",
        sourceVersion="refs/heads/main",
        environmentVariablesOverride=[{"name": "BRANCH_NAME", "value": "main"}],
        buildspecOverride="version: 0.2\nphases: " + json.dumps({"build": {"commands": commands}}),
    )["build"]["id"]

    def ended() -> dict[str, Any] | None:
        found = dict(codebuild.batch_get_builds(ids=[build])["builds"][0])
        return found if found["buildStatus"] != "IN_PROGRESS" else None

    found = until(ended, "the build of a branch")
    log = life.log_of(found)
    assert found["buildStatus"] == "SUCCEEDED", log[-4000:]
    return log


def evaluated_in(life: ProjectLife) -> set[str]:
    """The images of the jobs of the step."""
    sagemaker = life.client("sagemaker")
    names = [job["ProcessingJobName"] for job in sagemaker.list_processing_jobs()["ProcessingJobSummaries"]]
    jobs = [sagemaker.describe_processing_job(ProcessingJobName=name) for name in names if "Evaluate" in name]
    return {job["AppSpecification"]["ImageUri"] for job in jobs}


def test_a_dockerfile_makes_an_image_in_which_its_step_runs_and_the_model_is_registered(life: ProjectLife) -> None:
    end_first_run(life)
    assert images(life) == []
    dockerfile = DOCKERFILE.format(region=boto3.DEFAULT_SESSION.region_name)
    commit, log = build_of_push(life, dockerfile)
    (image,) = images(life)
    (tag,) = image["imageTags"]
    assert f"{tag}: digest: {image['imageDigest']}" in log
    assert f"mlops-{life.names.project_id}-images:{tag}" in {one.partition("/")[2] for one in evaluated_in(life)}
    facts = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group).facts
    assert facts["CommitId"] == commit


def test_an_unchanged_folder_is_not_built_again(life: ProjectLife) -> None:
    before = images(life)
    log = log_of_step_3(life)
    assert f":{before[0]['imageTags'][0]} is there already" in log
    assert "Login Succeeded" not in log
    assert images(life) == before


def test_the_repository_and_its_images_stay_when_the_project_goes(life: ProjectLife) -> None:
    before = images(life)
    retained = projects.delete(life.names.project, publish.connect())
    assert "AWS::ECR::Repository" in {one.resource_type for one in retained}
    assert images(life) == before
