import pytest

from mlops_templates.policy import BuildEnds
from tests.policy.linted import messages, resource

BUILD = "AWS::CodeBuild::Project"


@pytest.mark.parametrize("minutes", [60, {"Ref": "Minutes"}], ids=["minutes", "parameter"])
def test_build_with_an_end_is_accepted(minutes: object):
    assert messages(BuildEnds(), resource(BUILD, TimeoutInMinutes=minutes)) == []


def test_build_that_may_hang_is_refused():
    found = messages(BuildEnds(), resource(BUILD))
    assert found == ["R: set TimeoutInMinutes to little more than its builds need"]


def test_build_of_an_ordinary_template_needs_none():
    assert messages(BuildEnds(), resource(BUILD), parameters={}) == []
