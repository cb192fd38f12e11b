"""Bad input is refused as the caller's fault, and harms nobody else."""

from collections.abc import Callable, Sequence

import pytest

from acceptance.endpoint import CSV, JSON, Endpoint, Row, csv_body
from acceptance.held_out import HeldOut


def _too_few_columns(row: Row) -> str:
    return csv_body([row[:-1]])


def _words_for_numbers(row: Row) -> str:
    return csv_body([["not-a-number"] * len(row)])


def _broken_json(row: Row) -> str:
    return '{"instances": [[1, 2'


def _json_without_instances(row: Row) -> str:
    return '{"rows": []}'


def _picture(row: Row) -> str:
    return "not a picture"


CASES: Sequence[tuple[str, Callable[[Row], str], str]] = (
    ("a column is missing", _too_few_columns, CSV),
    ("words stand where numbers belong", _words_for_numbers, CSV),
    ("the JSON is broken", _broken_json, JSON),
    ("the JSON has no instances", _json_without_instances, JSON),
    ("the content type is a picture", _picture, "image/png"),
)


@pytest.mark.parametrize(("case", "body", "content_type"), CASES, ids=[case for case, _, _ in CASES])
def test_bad_input_is_refused_and_the_endpoint_survives(
    endpoint: Endpoint, held_out: HeldOut, case: str, body: Callable[[Row], str], content_type: str
) -> None:
    row = held_out.rows[0]
    before = endpoint.csv_scores([row])
    answer = endpoint.call(body(row), content_type, JSON)
    assert 400 <= answer.status < 500, (
        f"{case}: answered {answer.status} ({answer.body[:200]!r}), expected a refusal from 400 to 499.\n"
        "What to do: raise GenericInferenceToolkitError(400, ...) for it in input_fn of inference.py in the build "
        "repository; a 5xx tells the caller to try the same bad input again."
    )
    assert endpoint.csv_scores([row]) == before, (
        f"{case}: after it a good row is scored differently.\n"
        "What to do: inference.py keeps state between requests; keep none."
    )
