"""The order of creation."""

import pytest

from mlops_templates.localaws.cloudformation.template.graph import in_order
from mlops_templates.localaws.errors import AwsError


def test_dependencies_come_first_and_the_rest_keeps_its_order() -> None:
    assert in_order({"a": {"c"}, "b": set(), "c": set(), "d": {"a", "outside"}}) == ("b", "c", "a", "d")


def test_only_the_members_of_a_circle_are_named() -> None:
    with pytest.raises(AwsError) as refused:
        in_order({"a": {"b"}, "b": {"a"}, "waits": {"a"}, "last": {"waits"}})
    assert refused.value.message == "Circular dependency between resources: [a, b]"
