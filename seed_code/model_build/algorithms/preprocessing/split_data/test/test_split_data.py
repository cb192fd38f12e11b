import json

import pandas as pd
import pytest

PARTS = ("train", "validation", "test")


@pytest.fixture
def split(run_step_main, tmp_path):
    """Split 120 rows with this target; gives the tables, and the documents of the baseline."""

    def run(values, *arguments):
        rows = pd.DataFrame({"size": range(120), "kind": values})
        (tmp_path / "in").mkdir()
        rows.to_csv(tmp_path / "in" / "rows.csv", index=False)
        run_step_main(
            "preprocessing/split_data",
            ["--input", tmp_path / "in", "--output", tmp_path / "out", "--target", "kind", *arguments],
            ["--test-fraction", 0.2, "--validation-fraction", 0.25, "--seed", 7],
        )
        tables = [pd.read_csv(tmp_path / "out" / name / f"{name}.csv") for name in PARTS]
        documents = {file.stem: json.loads(file.read_text()) for file in (tmp_path / "out" / "baseline").iterdir()}
        return tables, documents

    return run


def test_the_step_writes_three_tables_and_the_baseline(split):
    tables, documents = split(["yes", "no"] * 60, "--task", "binary", "--positive-class", "yes")
    assert [len(table) for table in tables] == [72, 24, 24]
    assert documents["statistics"]["dataset"]["item_count"] == 72
    assert documents["baseline"] == {"task": "binary", "target": "kind", "classes": ["no", "yes"]}


def test_the_target_becomes_zero_or_one_in_the_first_column(split):
    tables, _ = split(["yes", "no"] * 60, "--positive-class", "yes")
    for table in tables:
        assert list(table.columns) == ["kind", "size"]
        assert list(table["kind"]) == [int(size % 2 == 0) for size in table["size"]]


def test_classes_get_codes_whose_names_lie_beside_the_baseline(split):
    tables, documents = split(["red", "blue", "green"] * 40, "--task", "multiclass")
    assert documents["classes"] == documents["baseline"]["classes"] == ["blue", "green", "red"]
    for table in tables:
        assert sorted(set(table["kind"])) == [0, 1, 2]


def test_a_number_has_no_classes(split):
    tables, documents = split([number / 3 for number in range(120)], "--task", "regression")
    assert [len(table) for table in tables] == [72, 24, 24]
    assert documents["baseline"]["classes"] is None
    assert "classes" not in documents
