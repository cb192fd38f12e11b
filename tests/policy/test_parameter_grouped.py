from typing import Any

import pytest

from mlops_templates.policy import ParameterGrouped
from tests.policy.linted import PROJECT, messages, resource

NAMES = list(PROJECT)


def metadata(*groups: list[str], title: str = "Project") -> dict[str, Any]:
    return {
        "AWS::CloudFormation::Interface": {
            "ParameterGroups": [{"Label": {"default": title}, "Parameters": group} for group in groups],
        }
    }


def test_parameters_in_a_labelled_group_are_accepted():
    assert messages(ParameterGrouped(), {}, metadata=metadata(NAMES)) == []


@pytest.mark.parametrize(
    "faulty",
    [{}, metadata(NAMES[:1]), metadata(NAMES, NAMES[1:]), metadata(NAMES, title="")],
    ids=["no interface", "in no group", "in two groups", "group without label"],
)
def test_parameter_that_the_form_would_lose_is_refused(faulty: dict[str, Any]):
    found = messages(ParameterGrouped(), {}, metadata=faulty)
    assert NAMES[1] in {message.partition(":")[0] for message in found}


def test_template_that_is_no_project_needs_no_groups():
    assert messages(ParameterGrouped(), resource("AWS::S3::Bucket"), {"P": {"Type": "String"}}) == []
