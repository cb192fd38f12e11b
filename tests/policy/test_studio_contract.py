import pytest

from mlops_templates.policy import StudioContract
from tests.policy.linted import PROJECT, messages, resource

GROUP = resource("AWS::SageMaker::ModelPackageGroup")


def test_both_parameters_as_strings_are_accepted():
    assert messages(StudioContract(), GROUP) == []


@pytest.mark.parametrize("name", PROJECT)
@pytest.mark.parametrize("fault", [None, {"Type": "Number"}, {"Type": "String", "Default": "x"}], ids=str)
def test_missing_or_other_parameter_is_refused(name: str, fault: dict[str, str] | None):
    parameters = {key: value for key, value in PROJECT.items() if key != name}
    found = messages(StudioContract(), GROUP, {**parameters, **({name: fault} if fault else {})})
    assert [message.partition(":")[0] for message in found] == [name]


def test_what_holds_project_resources_is_a_project_even_without_parameters():
    assert len(messages(StudioContract(), GROUP, parameters={})) == 2


def test_foundation_needs_no_project():
    assert messages(StudioContract(), resource("AWS::S3::Bucket"), parameters={}) == []
