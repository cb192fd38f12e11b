"""A feature branch in CodeCommit: it has a pipeline, data and models of its own while it is there, and no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlops_templates.demo import registry
from mlops_templates.demo.waiting import until
from tests.lifecycle.project_life import git

if TYPE_CHECKING:
    from tests.lifecycle.project_life import ProjectLife

BRANCH = "feature/more-trees"


def builds(life: ProjectLife) -> list[str]:
    """Builds of branches, newest first."""
    project = f"sagemaker-{life.names.group}-branch"
    return list(life.client("codebuild").list_builds_for_project(projectName=project, sortOrder="DESCENDING")["ids"])


def next_build(life: ProjectLife, before: list[str]) -> dict[str, Any]:
    """The build that starts after those before, at its end."""

    def look() -> dict[str, Any] | None:
        new = [one for one in builds(life) if one not in before]
        found = life.client("codebuild").batch_get_builds(ids=new)["builds"][0] if new else None
        return found if found and found["buildStatus"] != "IN_PROGRESS" else None

    return until(look, "a build of a branch")


def pipelines_of(life: ProjectLife) -> list[str]:
    """The project's training pipelines."""
    listed = life.client("sagemaker").list_pipelines(PipelineNamePrefix=life.names.training_pipeline)
    return sorted(one["PipelineName"] for one in listed["PipelineSummaries"])


def folders(life: ProjectLife) -> set[str]:
    """First parts of the keys in the ML data bucket."""
    account = life.client("sts").get_caller_identity()["Account"]
    bucket = f"sagemaker-{life.names.project_id}-ml-data-{account}"
    pages = life.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {f"{one['Key'].partition('/')[0]}/" for page in pages for one in page.get("Contents", [])}


def test_a_push_to_a_branch_trains_in_a_pipeline_of_its_own_and_registers_in_the_dev_group(
    life: ProjectLife,
) -> None:
    main, started = life.built().versions(), life.executions(life.names.build_pipeline)
    before, folder = builds(life), life.clone("model-build")
    life.edit(folder / "README.md", None, "\nTried on a branch.\n")
    commit = life.push(folder, "Try something", branch=BRANCH)
    build = next_build(life, before)
    assert build["buildStatus"] == "SUCCEEDED", life.log_of(build)[-4000:]
    assert build["resolvedSourceVersion"] == commit
    (pipeline,) = set(pipelines_of(life)) - {life.names.training_pipeline}
    assert pipeline.startswith(f"{life.names.training_pipeline}-feature-more-trees")
    facts = registry.newest_version(life.client("sagemaker"), life.client("s3"), f"{life.names.group}-dev").facts
    assert (facts["BranchName"], facts["CommitId"]) == (BRANCH, commit)
    assert (life.versions(), life.executions(life.names.build_pipeline)) == (main, started)


def test_a_branch_that_is_deleted_takes_all_that_it_made_with_it(life: ProjectLife) -> None:
    main, before, dev = life.versions(), builds(life), f"{life.names.group}-dev"
    of_main = f"{life.names.project}/"
    assert {one for one in folders(life) if one.startswith(f"{life.names.project}-feature")}
    git("push", "--quiet", "origin", "--delete", BRANCH, cwd=life.clone("model-build"))
    build = next_build(life, before)
    assert build["buildStatus"] == "SUCCEEDED", life.log_of(build)[-4000:]
    assert pipelines_of(life) == [life.names.training_pipeline]
    assert (life.versions(dev), life.versions()) == ([], main)
    assert folders(life) == {of_main}
    facts = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group).facts
    assert registry.read(life.client("s3"), facts["TestDataS3Uri"])
