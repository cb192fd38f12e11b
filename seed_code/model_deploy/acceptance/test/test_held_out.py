import io

import pytest
from botocore.response import StreamingBody

from acceptance import held_out
from acceptance.held_out import HeldOut
from deployment.errors import DeploymentError
from deployment.test.examples import stubbed


def read(text: str) -> HeldOut:
    s3, stubber = stubbed("s3")
    body = {"Body": StreamingBody(io.BytesIO(text.encode()), len(text))}
    stubber.add_response("get_object", body, {"Bucket": "data", "Key": "test.csv"})
    return held_out.read(s3, "s3://data/test.csv")


def test_the_first_column_is_the_target_and_the_header_is_no_row() -> None:
    assert read("target,a,b\n1,0.5,x\n0.0,2,y\n") == HeldOut(targets=(1, 0), rows=(("0.5", "x"), ("2", "y")))


def test_batches_hold_every_row_once() -> None:
    rows = tuple((str(number),) for number in range(5))
    assert [len(batch) for batch in HeldOut((0,) * 5, rows).batches(2)] == [2, 2, 1]


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(DeploymentError, match=r"s3://data/test\.csv holds no rows"):
        read("target,a,b\n")


def test_a_target_that_is_neither_0_nor_1_is_refused() -> None:
    with pytest.raises(DeploymentError, match="the first column must be the target, 0 or 1 in each row"):
        read("target,a\nmalignant,1\n")
