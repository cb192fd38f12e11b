from typing import Any

import pytest

from mlops_templates.policy import BuildPrivileged
from tests.policy.linted import messages, resource

REFUSED = ["R: let a condition decide PrivilegedMode, or leave it out"]


def build(privileged: Any) -> dict[str, Any]:
    return resource("AWS::CodeBuild::Project", Environment={"PrivilegedMode": privileged})


@pytest.mark.parametrize("privileged", [True, "true", "True", {"Fn::If": ["BuildsImages", True, True]}], ids=repr)
def test_a_build_that_is_always_privileged_is_refused(privileged: Any):
    assert messages(BuildPrivileged(), build(privileged)) == REFUSED


@pytest.mark.parametrize(
    "privileged",
    [
        False,
        "false",
        {"Fn::If": ["BuildsImages", True, False]},
        {"Fn::If": ["BuildsImages", True, {"Ref": "AWS::NoValue"}]},
    ],
    ids=repr,
)
def test_a_build_that_is_privileged_when_asked_for_is_accepted(privileged: Any):
    assert messages(BuildPrivileged(), build(privileged)) == []


def test_a_privileged_project_that_is_made_when_asked_for_is_accepted():
    template = build(True)
    template["R"]["Condition"] = "BuildsImages"
    assert messages(BuildPrivileged(), template) == []
