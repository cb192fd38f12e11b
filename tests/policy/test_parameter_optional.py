from mlops_templates.policy import ParameterOptional
from tests.policy.linted import PROJECT, messages

WITH_DEFAULT = PROJECT | {"Email": {"Type": "String", "Default": ""}}
MARKED = {"SagemakerTemplateParameterRules": {"Email": {"Optional": True}}}


def test_parameter_with_default_that_is_marked_is_accepted():
    assert messages(ParameterOptional(), {}, WITH_DEFAULT, MARKED) == []


def test_parameter_with_default_that_is_not_marked_is_refused():
    assert messages(ParameterOptional(), {}, WITH_DEFAULT) == [
        "Email: has a default, so mark it Optional in SagemakerTemplateParameterRules"
    ]


def test_mark_without_a_default_is_refused():
    assert messages(ParameterOptional(), {}, metadata=MARKED) == [
        "Email: is marked Optional in SagemakerTemplateParameterRules, so it needs a default"
    ]


def test_template_that_is_no_project_needs_no_mark():
    assert messages(ParameterOptional(), {}, {"P": {"Type": "String", "Default": ""}}) == []
