import pytest

from mlops_templates.policy import ParameterExplained
from tests.policy.linted import messages

GOOD = {"Type": "String", "Description": "d", "ConstraintDescription": "c", "AllowedPattern": ".*"}


def test_bounded_and_explained_is_accepted():
    assert messages(ParameterExplained(), {}, {"P": GOOD}) == []


@pytest.mark.parametrize("missing", ["Description", "ConstraintDescription", "AllowedPattern"])
def test_unbounded_or_unexplained_is_refused(missing: str):
    parameter = {key: value for key, value in GOOD.items() if key != missing}
    [message] = messages(ParameterExplained(), {}, {"P": parameter})
    assert missing in message


def test_list_of_texts_needs_a_bound_too():
    several = {"Type": "CommaDelimitedList", "Description": "d", "ConstraintDescription": "c"}
    assert len(messages(ParameterExplained(), {}, {"P": several})) == 1
