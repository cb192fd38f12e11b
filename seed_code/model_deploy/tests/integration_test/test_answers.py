"""Shape of the answers: both content types, one row and many."""

import json

from acceptance.endpoint import CSV, JSON, Endpoint, csv_body, json_body, json_scores
from acceptance.held_out import HeldOut
from acceptance.tasks import Task, same

HANDLER = "What to do: check input_fn and output_fn of inference.py in the build repository."


def test_a_json_request_gets_a_list_of_predictions(endpoint: Endpoint, held_out: HeldOut, task: Task) -> None:
    answer = endpoint.call(json_body(held_out.rows[:3]), JSON, JSON)
    assert (answer.status, answer.content_type) == (200, JSON), f"got {answer}.\n{HANDLER}"
    document = json.loads(answer.body)
    assert list(document) == ["predictions"], f"expected one key, predictions, got {answer.body[:300]}.\n{HANDLER}"
    predictions = json_scores(answer.body)
    assert len(predictions) == 3 and not any(map(task.fault, predictions)), (
        f"expected 3 times {task.answer}, got {predictions}.\n{HANDLER}"
    )


def test_a_csv_request_gets_one_line_per_row(endpoint: Endpoint, held_out: HeldOut) -> None:
    answer = endpoint.call(csv_body(held_out.rows[:3]), CSV, CSV)
    assert (answer.status, answer.content_type) == (200, CSV), f"got {answer}.\n{HANDLER}"
    assert len(answer.body.strip().splitlines()) == 3, f"expected 3 lines, got {answer.body[:300]!r}.\n{HANDLER}"


def test_both_content_types_give_the_same_scores(endpoint: Endpoint, held_out: HeldOut) -> None:
    rows = held_out.rows[:10]
    assert same(endpoint.json_scores(rows), endpoint.csv_scores(rows)), (
        f"the same rows score differently as CSV and as JSON: one is read in another column order.\n{HANDLER}"
    )


def test_a_batch_is_answered_in_the_order_of_its_rows(endpoint: Endpoint, held_out: HeldOut) -> None:
    rows = held_out.rows[:10]
    one_by_one = [score for row in rows for score in endpoint.csv_scores([row])]
    assert same(endpoint.csv_scores(rows), one_by_one), (
        f"rows in a batch score differently than alone, or come back in another order.\n{HANDLER}"
    )
