"""The API answers as the endpoint does, and lets nobody through who may not. Runs where the stage has an API."""

import json
from collections.abc import Callable

import pytest

from acceptance.api import Api
from acceptance.endpoint import CSV, JSON, Answer, Endpoint, csv_body, csv_scores, json_body
from acceptance.held_out import HeldOut
from acceptance.tasks import same

LOG = "What to do: read the log group of the API, its name is in app_infra/api_gateway/README.md."


@pytest.fixture(scope="module")
def first_answer(api: Api, held_out: HeldOut) -> Answer:
    return api.wait_for(csv_body(held_out.rows[:3]), CSV)


def test_a_signed_request_gets_the_scores_of_the_endpoint(
    endpoint: Endpoint,
    held_out: HeldOut,
    first_answer: Answer,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    assert first_answer.status == 200, f"the API answered {first_answer}.\n{LOG}"
    scores = csv_scores(first_answer.body)
    assert same(scores, endpoint.csv_scores(held_out.rows[:3])), (
        f"the API gives {scores}, the endpoint other scores.\n{LOG}"
    )
    record_testsuite_property("api", "answers signed requests as the endpoint does")


def test_json_is_answered_with_json(api: Api, held_out: HeldOut, first_answer: Answer) -> None:
    answer = api.call(json_body(held_out.rows[:3]), JSON, JSON)
    assert (answer.status, answer.content_type) == (200, JSON), f"the API answered {answer}.\n{LOG}"
    assert len(json.loads(answer.body)["predictions"]) == 3, f"expected 3 scores, got {answer.body[:300]}.\n{LOG}"


def test_a_request_that_is_not_signed_is_refused(api: Api, held_out: HeldOut) -> None:
    answer = api.call(csv_body(held_out.rows[:1]), CSV, CSV, signed=False)
    assert answer.status == 403, (
        f"an unsigned request was answered with {answer.status}, expected 403.\n"
        "What to do: at once set AuthorizationType back to AWS_IAM in app_infra/api_gateway/method.py."
    )


def test_json_without_rows_is_refused_before_it_reaches_the_model(api: Api) -> None:
    answer = api.call('{"rows": []}', JSON, JSON)
    assert answer.status == 400, (
        f"JSON without instances was answered with {answer.status}, expected 400.\n"
        "What to do: check REQUEST and the validator in app_infra/api_gateway/method.py."
    )


def test_rows_that_the_model_refuses_are_the_fault_of_the_caller(api: Api, held_out: HeldOut) -> None:
    answer = api.call(csv_body([held_out.rows[0][:-1]]), CSV, CSV)
    assert answer.status == 424, (
        f"a row without its last column was answered with {answer.status}, expected 424.\n"
        "What to do: check ANSWERS in app_infra/api_gateway/method.py, and input_fn of the model's handler."
    )
