import pytest

from mlops_templates.localaws.sagemaker.transform.payloads import TooLargeError, assemble, split

LINES = {"TransformInput": {"SplitType": "Line"}}


def test_an_object_that_is_not_split_is_one_request():
    assert split(b"1\n2\n", {"TransformInput": {}}) == [[b"1\n2\n"]]


def test_lines_are_sent_one_by_one_when_asked_for():
    assert split(b"1\r\n2\n\n", {**LINES, "BatchStrategy": "SingleRecord"}) == [[b"1"], [b"2"]]


def test_lines_share_requests_up_to_the_payload_limit():
    line = b"x" * 600_000
    batches = split(b"\n".join([line] * 3), {**LINES, "MaxPayloadInMB": 1, "BatchStrategy": "MultiRecord"})
    assert [len(batch) for batch in batches] == [1, 1, 1]
    assert [len(batch) for batch in split(b"\n".join([line] * 3), {**LINES, "MaxPayloadInMB": 2})] == [3]


def test_a_record_that_fits_into_no_request_is_told():
    with pytest.raises(TooLargeError, match="MaxPayloadInMB"):
        split(b"x" * 2_000_000, {**LINES, "MaxPayloadInMB": 1})


def test_answers_end_with_a_line_feed_when_assembled_by_line():
    assert assemble([b"1", b"2\n"], "Line") == b"1\n2\n"
    assert assemble([b"1", b"2\n"], "None") == b"12\n"
