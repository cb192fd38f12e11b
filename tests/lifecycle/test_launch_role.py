"""The launch role has no permission to spare: without any one of them a project fails and says which.

A first life with all of them shows which part of it asks for which; each is then taken away for just that part.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from mlops_templates.localaws import stack_work
from mlops_templates.localaws.codepipeline import executions
from mlops_templates.projects import project
from mlops_templates.publish import Clients
from mlops_templates.publish.clients import SERVICES
from tests.conftest import Aws
from tests.lifecycle.launch_role_life import LaunchRoleLife
from tests.lifecycle.launch_role_product import granted

REGION = "eu-north-1"
PRODUCT = "repeatable-real-time"
# Every resource that a form may ask for is asked for, but for the image repository, which is not emulated.
FORM = {
    "ApproverEmail": "approver@example.com",
    "AthenaWorkgroup": "primary",
    "GlueDatabase": "sales",
    "LakeBucket": "lake-of-sales",
}

_PLANS = "a plan of Service Catalog previews an upgrade by a change set"
_READS = "Service Catalog's console reads it"
_CONNECTS = "the template for a connection sets it; this life is that of CodeCommit"
_IMAGES = "an image repository is made only when the form asks for one"
NOT_ASKED_FOR_HERE = {
    "codeconnections:PassConnection": _CONNECTS,
    "codestar-connections:PassConnection": _CONNECTS,
    "kms:CreateGrant": _IMAGES,
    "kms:RetireGrant": _IMAGES,
    **{permission: _IMAGES for permission in granted(PRODUCT) if permission.startswith("ecr:")},
    "cloudformation:CreateChangeSet": _PLANS,
    "cloudformation:DeleteChangeSet": _PLANS,
    "cloudformation:DescribeChangeSet": _PLANS,
    "cloudformation:ExecuteChangeSet": _PLANS,
    "cloudformation:DescribeStackResources": _READS,
    "cloudformation:GetTemplate": _READS,
    "cloudformation:UntagResource": "Service Catalog takes tags off only with a tag update constraint",
}
"""Permissions that a project on the embedded AWS does not miss, and who misses them on AWS."""

ASKED_FOR = tuple(permission for permission in granted(PRODUCT) if permission not in NOT_ASKED_FOR_HERE)


def _looks(longest: float) -> Iterator[None]:
    """As polling does, but more often: what is waited for takes tenths of a second here."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        yield
        time.sleep(0.05)


@pytest.fixture(scope="module")
def life(aws: Aws) -> Iterator[LaunchRoleLife]:
    """A published product whose projects start no build, for the rights of the launch role end with its stack."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executions, "has_values", lambda definition: False)
        patch.setattr(stack_work, "LONGEST_PAUSE", 0.05)
        patch.setattr(project, "pauses", _looks)
        begun = LaunchRoleLife.begin(Clients(*(aws.client(service, REGION) for service in SERVICES)), PRODUCT, FORM)
        assert begun.live("whole") == ""
        yield begun


def test_with_all_of_them_a_project_is_made_changed_and_deleted(life: LaunchRoleLife) -> None:
    assert life.live("again") == ""


@pytest.mark.parametrize("permission", ASKED_FOR)
def test_without_any_one_of_them_a_project_fails_and_names_it(life: LaunchRoleLife, permission: str) -> None:
    assert f"not authorized to perform: {permission} on resource: " in life.failure_without(permission)


def test_what_is_not_asked_for_here_is_a_permission_that_nothing_here_asks_for(life: LaunchRoleLife) -> None:
    assert NOT_ASKED_FOR_HERE.keys() <= set(granted(PRODUCT))
    assert not NOT_ASKED_FOR_HERE.keys() & set().union(*life.asked.values())
