"""The order of creation."""

from mlops_templates.localaws.cloudformation.template.graph import in_order


def test_dependencies_come_first_and_the_rest_keeps_its_order() -> None:
    assert in_order({"a": {"c"}, "b": set(), "c": set(), "d": {"a", "outside"}}) == ("b", "c", "a", "d")
