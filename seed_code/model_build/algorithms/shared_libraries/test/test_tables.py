import pandas as pd
import pytest

from shared_libraries.tables import features_of, read_tables, target_of, write_table


def test_a_written_table_reads_back_equal(tmp_path):
    table = pd.DataFrame({"y": [1, 0], "a": [0.1, 0.25]})
    write_table(table, tmp_path / "out" / "part.csv")
    pd.testing.assert_frame_equal(read_tables(tmp_path / "out"), table)


def test_several_files_become_one_table_in_the_order_of_their_names(tmp_path):
    write_table(pd.DataFrame({"y": [2]}), tmp_path / "b.csv")
    write_table(pd.DataFrame({"y": [1]}), tmp_path / "a.csv")
    assert list(read_tables(tmp_path)["y"]) == [1, 2]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no CSV file"):
        read_tables(tmp_path)


def test_files_with_different_columns_are_refused(tmp_path):
    write_table(pd.DataFrame({"y": [1]}), tmp_path / "a.csv")
    write_table(pd.DataFrame({"z": [1]}), tmp_path / "b.csv")
    with pytest.raises(ValueError, match=r"b\.csv has other columns than a\.csv"):
        read_tables(tmp_path)


def test_the_first_column_is_the_target_and_the_rest_are_features():
    table = pd.DataFrame({"y": [1], "a": [2], "b": [3]})
    assert target_of(table).name == "y"
    assert list(features_of(table).columns) == ["a", "b"]
