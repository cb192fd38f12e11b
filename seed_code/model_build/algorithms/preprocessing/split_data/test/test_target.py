import pandas as pd
import pytest

from target import encode


def column(*values):
    return pd.Series(values, name="kind")


def test_the_target_becomes_zero_or_one():
    target = encode(column("yes", "no", "yes"), "binary", "yes")
    assert list(target.numbers) == [1, 0, 1]
    assert target.classes == ("no", "yes")


def test_numbers_may_be_classes():
    assert list(encode(column(1, 0, 1), "binary", "1").numbers) == [1, 0, 1]


def test_classes_become_codes_in_the_order_of_their_values():
    target = encode(column(*[10, 9, 100] * 3), "multiclass", None)
    assert list(target.numbers[:3]) == [1, 0, 2]
    assert target.classes == ("9", "10", "100")


def test_a_number_stays_what_it_is():
    target = encode(column(3, 1), "regression", None)
    assert list(target.numbers) == [3.0, 1.0]
    assert target.classes == ()


@pytest.mark.parametrize(
    ("task", "values", "words"),
    [
        ("binary", ("yes", "no"), "one of them 'ja'; it has: no, yes"),
        ("binary", ("ja", "no", "yes"), "must have two classes"),
        ("multiclass", ("yes", "no") * 9, "has 2 classes, .* the task binary is for two"),
        ("multiclass", ("a", "b", "c", "a", "b", "c", "b"), "fewer than 3 rows: a, c"),
        ("regression", ("1.5", "two"), "is not a number in every row"),
        ("regression", (True, False), "is not a number in every row"),
        ("regression", (4.0, 4.0), "the same in every row"),
        ("binary", ("ja", None), "missing in 1 rows"),
    ],
)
def test_a_target_that_does_not_fit_the_task_is_refused(task, values, words):
    with pytest.raises(ValueError, match=words):
        encode(column(*values), task, "ja")
