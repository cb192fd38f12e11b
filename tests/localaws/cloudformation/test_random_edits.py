"""Random edits of good templates: refused in AWS's words or made and deleted again, never a fault of the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.refusals.names import LOOPED
from tests.localaws.cloudformation.refusals.rows import GOOD

CALM = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
REFUSALS = {"ValidationError", "NotEmulated", "InsufficientCapabilitiesException"}
ENDS = {"CREATE_COMPLETE", "ROLLBACK_COMPLETE"}
DROPPED, RENAMED = object(), object()
FUNCTIONS = [
    {f"Fn::{name}": argument}
    for name in ("Sub", "Join", "GetAtt", "If", "FindInMap", "Select", "Split", "Cidr", "Base64", "Length", "Equals")
    for argument in ("a", [], ["a", {}], [{}, "a", 1], {"Ref": "Zones"}, [["a"], ["b"], ["c"]])
]
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "a",
    "${",
    "{{resolve:",
    [],
    ["a"],
    [[]],
    {},
    {"a": {}},
    {"Ref": "Size"},
]
EDITS = st.sampled_from(
    [DROPPED, RENAMED, *VALUES, {"Ref": {}}, {"Condition": []}, {"Ref": "AWS::NoValue"}, *FUNCTIONS]
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every member."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from paths(item, (*path, key))


def edited(template: dict[str, Any], path: tuple[Any, ...], edit: Any) -> dict[str, Any]:
    """The template with one member dropped, renamed or given another value."""
    document: Any = json.loads(json.dumps(template))
    place = document
    for step in path[:-1]:
        place = place[step]
    if edit is DROPPED:
        del place[path[-1]]
    elif edit is RENAMED and isinstance(place, dict):
        place["Nobody"] = place.pop(path[-1])
    else:
        place[path[-1]] = "renamed" if edit is RENAMED else edit
    return dict(document)


TEMPLATES = [GOOD, LOOPED]
PLACES = [(template, path) for template in TEMPLATES for path in paths(template)]


@CALM
@given(place=st.sampled_from(PLACES), edit=EDITS)
def test_an_edited_template_is_refused_or_ends_well(
    stacks: Stacks, place: tuple[dict[str, Any], tuple[Any, ...]], edit: Any
) -> None:
    template, path = place
    request = {"TemplateBody": json.dumps(edited(template, path, edit)), "Capabilities": ["CAPABILITY_AUTO_EXPAND"]}
    name = stacks.name()
    try:
        stack_id = stacks.api.create_stack(StackName=name, **request)["StackId"]
    except ClientError as error:
        assert error.response["Error"]["Code"] in REFUSALS, error
        return
    assert stacks.settled(stack_id)["StackStatus"] in ENDS
    assert "Internal Failure" not in stacks.reasons(stack_id)
    assert stacks.delete(stack_id) == "DELETE_COMPLETE"
