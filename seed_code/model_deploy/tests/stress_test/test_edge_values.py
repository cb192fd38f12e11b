"""Values no training row had: answered or refused, but never a crash."""

import math

import pytest

from acceptance.endpoint import CSV, Endpoint, csv_body
from acceptance.held_out import HeldOut

EDGES = {"zeros": "0", "huge numbers": "1e30", "negative numbers": "-1e30", "tiny numbers": "1e-300"}


@pytest.mark.parametrize("value", EDGES.values(), ids=EDGES.keys())
def test_an_edge_value_gets_a_probability_or_a_refusal(endpoint: Endpoint, held_out: HeldOut, value: str) -> None:
    answer = endpoint.call(csv_body([[value] * len(held_out.rows[0])]), CSV, CSV)
    refused = 400 <= answer.status < 500
    assert refused or (answer.status == 200 and _is_probability(answer.body)), (
        f"a row of {value} was answered with {answer.status} {answer.body[:200]!r}, expected a probability or a 4xx.\n"
        "What to do: clip or refuse such values in input_fn of inference.py in the build repository."
    )


def _is_probability(body: str) -> bool:
    score = float(body)
    return math.isfinite(score) and 0 <= score <= 1
