"""Projects that the server before was making, changing or deleting."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.sagemaker.projects.records import ProjectState
from mlops_templates.localaws.sagemaker.projects.resumption import resume
from tests.localaws.sagemaker.studio import Studio, both, studio, template

__all__ = ["studio"]


def after_a_restart(studio: Studio, before: str) -> str:
    """How a project ends that is read back with this status, while its stack is at rest."""
    studio.aws.call().state(ProjectState).projects[studio.name].status = before
    resume(studio.aws.call())
    return str(studio.settled()["ProjectStatus"])


@both
@pytest.mark.parametrize("before", ["Pending", "CreateInProgress"])
def test_a_project_that_was_being_made_is_there_when_its_stack_is(studio: Studio, provider: str, before: str) -> None:
    studio.create(template(), provider)
    studio.settled()
    assert after_a_restart(studio, before) == "CreateCompleted"


@both
def test_a_project_that_was_being_made_and_whose_stack_failed_has_failed(studio: Studio, provider: str) -> None:
    wrong: dict[str, Any] = {"Type": "AWS::CodeCommit::Repository", "Properties": {"RepositoryName": "a.git"}}
    studio.create(template(Resources={"Repository": wrong}), provider)
    studio.settled()
    assert after_a_restart(studio, "CreateInProgress") == "CreateFailed"


@both
def test_a_project_that_was_being_deleted_is_gone_when_its_stack_is(studio: Studio, provider: str) -> None:
    studio.create(template(), provider)
    studio.settled()
    studio.sagemaker.delete_project(ProjectName=studio.name)
    studio.settled()
    assert after_a_restart(studio, "DeleteInProgress") == "DeleteCompleted"
