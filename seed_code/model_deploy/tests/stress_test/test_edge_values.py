"""Values no training row had: answered or refused, but never a crash."""

import pytest

from acceptance.endpoint import CSV, Endpoint, csv_body, csv_scores
from acceptance.held_out import HeldOut
from acceptance.tasks import Task

EDGES = {"zeros": "0", "huge numbers": "1e30", "negative numbers": "-1e30", "tiny numbers": "1e-300"}


@pytest.mark.parametrize("value", EDGES.values(), ids=EDGES.keys())
def test_an_edge_value_gets_a_right_answer_or_a_refusal(
    endpoint: Endpoint, held_out: HeldOut, task: Task, value: str
) -> None:
    answer = endpoint.call(csv_body([[value] * len(held_out.rows[0])]), CSV, CSV)
    refused = 400 <= answer.status < 500
    assert refused or (answer.status == 200 and _is_right(answer.body, task)), (
        f"a row of {value} was answered with {answer.status} {answer.body[:200]!r}, expected {task.answer} or a 4xx.\n"
        "What to do: clip or refuse such values in input_fn of inference.py in the build repository."
    )


def _is_right(body: str, task: Task) -> bool:
    (scores,) = csv_scores(body)
    return not task.fault(scores)
