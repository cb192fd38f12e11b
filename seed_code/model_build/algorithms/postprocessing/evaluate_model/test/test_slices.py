import numpy as np
import pandas as pd
import pytest

from slices import slices_of


@pytest.fixture
def features():
    return pd.DataFrame({"size": np.arange(80.0), "group": np.arange(80) % 2, "one": 1})


def test_a_column_of_few_values_is_cut_by_value_and_others_by_quarter(features):
    parts = slices_of("regression", "mae", features, np.arange(80.0), np.arange(80.0) + 1)
    assert [(part.column, part.values, part.rows) for part in parts] == [
        ("size", "0 to 19", 20),
        ("size", "20 to 39", 20),
        ("size", "40 to 59", 20),
        ("size", "60 to 79", 20),
        ("group", "0", 40),
        ("group", "1", 40),
    ]


def test_the_metric_is_that_of_the_rows_of_the_group(features):
    truth = np.arange(80.0)
    parts = slices_of("regression", "mae", features[["group"]], truth, truth + 3 * features["group"].to_numpy())
    assert [part.value for part in parts] == [0, 3]


def test_a_metric_that_needs_two_classes_says_nothing_of_one(features):
    truth = (features["size"] >= 20).to_numpy(dtype=int)
    answers = np.linspace(0, 1, 80)
    assert [part.value for part in slices_of("binary", "auc", features[["size"]], truth, answers)] == [None] * 4
    assert slices_of("binary", "accuracy", features[["size"]], truth, answers)[0].value == 1


def test_a_small_group_says_nothing():
    group = pd.DataFrame({"group": [0] * 40 + [1] * 9})
    truth = np.arange(49.0)
    assert [part.value for part in slices_of("regression", "mae", group, truth, truth)] == [0, None]


def test_classes_that_a_group_lacks_do_not_count(features):
    truth = np.repeat([0, 1, 2, 3], 20)
    parts = slices_of("multiclass", "f1_macro", features[["size"]], truth, np.eye(4)[truth])
    assert [part.value for part in parts] == [1, 1, 1, 1]
