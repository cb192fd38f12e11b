import pandas as pd
import pytest

from baseline import BUCKETS, describe


@pytest.fixture
def statistics():
    return describe(pd.DataFrame({"y": [0, 1, 1, 0], "size": [1.0, 2.0, 3.0, 6.0]}))


def test_the_baseline_names_every_column_in_order(statistics):
    assert [feature["name"] for feature in statistics["features"]] == ["y", "size"]
    assert statistics["dataset"]["item_count"] == 4


def test_the_figures_are_those_of_the_column(statistics):
    numbers = statistics["features"][1]["numerical_statistics"]
    assert (numbers["mean"], numbers["min"], numbers["max"], numbers["sum"]) == (3.0, 1.0, 6.0, 12.0)
    assert numbers["std_dev"] == pytest.approx(1.8708, abs=1e-4)


def test_the_distribution_counts_every_row_once(statistics):
    buckets = statistics["features"][1]["numerical_statistics"]["distribution"]["kll"]["buckets"]
    assert len(buckets) == BUCKETS
    assert sum(bucket["count"] for bucket in buckets) == 4
