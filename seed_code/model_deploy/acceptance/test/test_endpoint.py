import io

import pytest
from botocore.response import StreamingBody

from acceptance.endpoint import CSV, JSON, Answer, Endpoint, csv_scores, json_scores
from deployment.test.examples import stubbed


def test_scores_are_the_lines_of_the_answer() -> None:
    runtime, stubber = stubbed("sagemaker-runtime")
    body = {"Body": StreamingBody(io.BytesIO(b"0.25\n0.5\n"), 9), "ContentType": "text/csv; charset=utf-8"}
    stubber.add_response(
        "invoke_endpoint", body, {"EndpointName": "e", "Body": b"1,2\n3,4\n", "ContentType": CSV, "Accept": CSV}
    )
    assert Endpoint("e", runtime).csv_scores([("1", "2"), ("3", "4")]) == [(0.25,), (0.5,)]


def test_rows_go_as_numbers_into_json() -> None:
    runtime, stubber = stubbed("sagemaker-runtime")
    body = {"Body": StreamingBody(io.BytesIO(b'{"predictions": [0.25]}'), 23), "ContentType": JSON}
    request = {"EndpointName": "e", "Body": b'{"instances": [[1.5, "red"]]}', "ContentType": JSON, "Accept": JSON}
    stubber.add_response("invoke_endpoint", body, request)
    assert Endpoint("e", runtime).json_scores([("1.5", "red")]) == [(0.25,)]


def test_a_row_of_probabilities_is_read_from_both_kinds_of_answer() -> None:
    assert csv_scores("0.25,0.75\n0.5,0.5\n") == [(0.25, 0.75), (0.5, 0.5)]
    assert json_scores('{"predictions": [[0.25, 0.75], [0.5, 0.5]]}') == [(0.25, 0.75), (0.5, 0.5)]


def test_a_refusal_has_the_status_of_the_container() -> None:
    runtime, stubber = stubbed("sagemaker-runtime")
    stubber.add_client_error(
        "invoke_endpoint",
        "ModelError",
        "Received client error",
        http_status_code=424,
        modeled_fields={"OriginalStatusCode": 400, "OriginalMessage": "no"},
    )
    assert Endpoint("e", runtime).call("x", CSV, CSV) == Answer(400, "", "no")


def test_good_rows_that_are_refused_say_where_to_look() -> None:
    runtime, stubber = stubbed("sagemaker-runtime")
    stubber.add_client_error("invoke_endpoint", "ModelError", "broken", http_status_code=424)
    with pytest.raises(AssertionError, match="read the log group /aws/sagemaker/Endpoints/e"):
        Endpoint("e", runtime).csv_scores([("1",)])
