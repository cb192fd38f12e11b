import io

import pytest
from botocore.response import StreamingBody

from acceptance import held_out
from acceptance.held_out import HeldOut
from acceptance.tasks import Task
from acceptance.tasks.binary import Binary
from acceptance.tasks.multiclass import Multiclass
from acceptance.tasks.regression import Regression
from deployment.errors import DeploymentError
from deployment.test.examples import stubbed

BINARY = Binary()


def read(text: str, task: Task = BINARY) -> HeldOut:
    s3, stubber = stubbed("s3")
    body = {"Body": StreamingBody(io.BytesIO(text.encode()), len(text))}
    stubber.add_response("get_object", body, {"Bucket": "data", "Key": "test.csv"})
    return held_out.read(s3, "s3://data/test.csv", task)


def test_the_first_column_is_the_target_and_the_header_is_no_row() -> None:
    assert read("target,a,b\n1,0.5,x\n0.0,2,y\n") == HeldOut(
        features=("a", "b"), targets=(1, 0), rows=(("0.5", "x"), ("2", "y"))
    )


def test_batches_hold_every_row_once() -> None:
    rows = tuple((str(number),) for number in range(5))
    assert [len(batch) for batch in HeldOut(("a",), (0,) * 5, rows).batches(2)] == [2, 2, 1]


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(DeploymentError, match=r"s3://data/test\.csv holds no rows"):
        read("target,a,b\n")


@pytest.mark.parametrize(
    ("task", "cell", "rule"),
    [
        (Binary(), "malignant", "0 or 1 in each row"),
        (Multiclass(("a", "b", "c")), "3", "a class from 0 to 2 in each row"),
        (Multiclass(), "1.5", "the number of a class in each row"),
        (Regression(), "nan", "a finite number in each row"),
        (Regression(), "much", "a finite number in each row"),
    ],
)
def test_a_target_that_the_task_has_not_is_refused(task: Task, cell: str, rule: str) -> None:
    with pytest.raises(DeploymentError, match=f"the first column must be the target, {rule}"):
        read(f"target,a\n{cell},1\n", task)


def test_targets_are_read_as_the_task_has_them() -> None:
    assert read("y,a\n2.0,1\n", Multiclass(("a", "b", "c"))).targets == (2,)
    assert read("y,a\n-3.5,1\n", Regression()).targets == (-3.5,)
