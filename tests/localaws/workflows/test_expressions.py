"""Expressions of workflows mean what they mean at GitHub."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.workflows.expressions import Scope, evaluate, fill
from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError

SCOPE = Scope(
    {
        "github": {"ref": "refs/heads/main", "event_name": "push", "event": {"ref_type": "branch"}},
        "vars": {"ROLE": "arn"},
        "needs": {"render": {"outputs": {"news": "yes"}, "result": "success"}},
    },
    {"cancelled": False, "success": True},
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("vars.ROLE != ''", True),
        ("vars.MISSING != ''", False),
        ("vars.MISSING == null", True),
        ("github.ref == 'refs/heads/main' && vars.ROLE || 'other'", "arn"),
        ("github.ref == 'refs/heads/x' && vars.ROLE || 'other'", "other"),
        ("needs.render.outputs.news == 'YES'", True),
        ("github.event.schedule == '17 * * * *'", False),
        ("!cancelled() && (github.event_name != 'push' || needs.render.result == 'success')", True),
        ("'it''s'", "it's"),
        ("${{ success() }}", True),
    ],
)
def test_an_expression_has_the_value_that_github_gives_it(text: str, value: Any) -> None:
    assert evaluate(text, SCOPE, "here") == value


def test_a_text_is_filled_with_values_and_what_is_not_there_is_empty() -> None:
    assert fill("a-${{ vars.ROLE }}-${{ vars.MISSING }}-${{ !cancelled() }}", SCOPE, "here") == "a-arn--true"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("secrets.TOKEN", "context secrets"),
        ("github.token", "github.token"),
        ("contains(vars.ROLE, 'a')", "contains()"),
        ("vars.ROLE == ", "the end"),
        ("(vars.ROLE", "closing bracket"),
        ("vars.ROLE vars.ROLE", "expression"),
        ("vars.ROLE ? 1", "?"),
    ],
)
def test_what_is_not_emulated_is_refused_by_name_and_place(text: str, what: str) -> None:
    with pytest.raises(WorkflowRefusedError, match="not emulated: here: ") as caught:
        evaluate(text, SCOPE, "here")
    assert what in str(caught.value)
