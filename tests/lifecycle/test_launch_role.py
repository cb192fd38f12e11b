"""The launch role has no permission to spare: without any one of them a project fails and says which.

All of them take minutes: `MLOPS_TEMPLATES_EVERY_PERMISSION=1 pytest tests/lifecycle/test_launch_role.py`. Without it, a
few that stand for the others.
"""

from __future__ import annotations

import os

import pytest

from mlops_templates.localaws.codepipeline import executions
from mlops_templates.publish import Clients
from mlops_templates.publish.clients import SERVICES
from tests.conftest import Aws
from tests.lifecycle.launch_role_life import LaunchRoleLife, granted

REGION = "eu-north-1"

_PLANS = "a plan of Service Catalog previews an upgrade by a change set"
_READS = "Service Catalog's console reads it"
NOT_ASKED_FOR_HERE = {
    "cloudformation:CreateChangeSet": _PLANS,
    "cloudformation:DeleteChangeSet": _PLANS,
    "cloudformation:DescribeChangeSet": _PLANS,
    "cloudformation:ExecuteChangeSet": _PLANS,
    "cloudformation:DescribeStackResources": _READS,
    "cloudformation:GetTemplate": _READS,
    "cloudformation:UntagResource": "Service Catalog takes tags off only with a tag update constraint",
}
"""Permissions that a project on the embedded AWS does not miss, and who misses them on AWS."""

SAMPLE = (
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "codebuild:CreateProject",
    "codepipeline:UpdatePipeline",
    "events:PutTargets",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:PassRole",
    "kms:ScheduleKeyDeletion",
    "kms:CreateKey",
    "kms:TagResource",
    "s3:DeleteBucket",
    "s3:GetObject",
    "s3:PutEncryptionConfiguration",
    "sqs:SetQueueAttributes",
)

ASKED_FOR = tuple(permission for permission in granted() if permission not in NOT_ASKED_FOR_HERE)


@pytest.fixture(scope="module")
def life(aws: Aws) -> LaunchRoleLife:
    return LaunchRoleLife.begin(Clients(*(aws.client(service, REGION) for service in SERVICES)))


@pytest.fixture(autouse=True)
def no_pipeline_starts_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds would only cost time: the rights of the launch role end with its stack."""
    monkeypatch.setattr(executions, "has_values", lambda definition: False)


def test_with_all_of_them_a_project_is_made_changed_and_deleted(life: LaunchRoleLife) -> None:
    life.hold_all_but("")
    assert life.failure("whole") == ""


@pytest.mark.parametrize("permission", ASKED_FOR if os.environ.get("MLOPS_TEMPLATES_EVERY_PERMISSION") else SAMPLE)
def test_without_any_one_of_them_a_project_fails_and_names_it(life: LaunchRoleLife, permission: str) -> None:
    life.hold_all_but(permission)
    assert f"not authorized to perform: {permission} on resource: " in life.failure(permission.replace(":", "-")[:32])


def test_the_permissions_that_are_tried_are_those_that_the_role_has() -> None:
    assert not {*SAMPLE, *NOT_ASKED_FOR_HERE} - set(granted())
