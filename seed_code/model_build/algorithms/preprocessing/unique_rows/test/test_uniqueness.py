import pandas as pd
import pytest

from uniqueness import unique


def test_the_first_of_equal_rows_is_kept():
    table = unique(pd.DataFrame({"y": [1, 0, 1], "size": [3.5, 2.0, 3.5]}), "y")
    assert table.to_dict("list") == {"y": [1, 0], "size": [3.5, 2.0]}


def test_a_row_without_target_is_left_out():
    assert list(unique(pd.DataFrame({"y": [1, None], "size": [1, 2]}), "y")["size"]) == [1]


def test_data_without_any_target_is_refused():
    with pytest.raises(ValueError, match="no row has a value in 'y'"):
        unique(pd.DataFrame({"y": [None], "size": [1]}), "y")


def test_a_missing_target_is_refused_with_the_columns_there_are():
    with pytest.raises(ValueError, match="no column 'z'; it has: y, size"):
        unique(pd.DataFrame({"y": [1], "size": [1]}), "z")
