import base64
import json

import captured
import pytest

from monitoring.test.examples import request


def test_a_csv_request_gives_its_rows() -> None:
    assert list(captured.rows_of(request("1,2\n3,4\n"))) == [["1", "2"], ["3", "4"]]


def test_a_json_request_gives_its_instances() -> None:
    line = request('{"instances": [[1.5, null], [2, "red"]]}', "application/json; charset=utf-8", "JSON")
    assert list(captured.rows_of(line)) == [["1.5", ""], ["2", "red"]]


def test_a_body_that_was_no_text_is_decoded() -> None:
    line = request(base64.b64encode(b"1,2\n").decode(), encoding="BASE64")
    assert list(captured.rows_of(line)) == [["1", "2"]]


def test_all_requests_of_a_file_are_read() -> None:
    text = "\n".join([request("1,2"), "", request("3,4"), ""])
    assert list(captured.rows_of(text)) == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("body", ["{", "[]", '{"rows": []}', '{"instances": 3}', '{"instances": [1]}'])
def test_a_request_that_the_endpoint_refused_gives_no_rows(body: str) -> None:
    assert list(captured.rows_of(request(body, "application/json", "JSON"))) == []


def test_another_content_type_gives_no_rows() -> None:
    assert list(captured.rows_of(request("not a picture", "image/png", "BASE64"))) == []


def test_an_answer_without_its_request_gives_no_rows() -> None:
    assert list(captured.rows_of(json.dumps({"captureData": {"endpointOutput": {}}}))) == []
