import json
import sys
from pathlib import Path

import preprocess
import pytest


@pytest.fixture
def run(baseline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def run(**files: str) -> Path:
        (tmp_path / "rows").mkdir()
        for name, text in files.items():
            (tmp_path / "rows" / f"{name}.csv").write_text(text)
        words = ["--input", tmp_path / "rows", "--baseline", baseline, "--output", tmp_path / "out"]
        monkeypatch.setattr(sys, "argv", ["preprocess", *map(str, words)])
        preprocess.main()
        return tmp_path / "out"

    return run


def test_the_model_gets_its_columns_in_the_order_of_training_and_no_header(run) -> None:
    output = run(a="id,width,target,height\nx,2,1,1\ny,4,0, 3\n")
    assert (output / "features" / "part-00000.csv").read_text() == "1,2\n3,4\n"


def test_what_the_model_does_not_know_is_kept_for_the_results(run) -> None:
    output = run(a="id,width,target,height\nx,2,1,1\n")
    assert (output / "others" / "part-00000.csv").read_text() == "id,target\nx,1\n"


def test_rows_without_anything_else_are_known_by_their_number(run) -> None:
    assert (run(a="height,width\n1,2\n3,4\n") / "others" / "part-00000.csv").read_text() == "row_number\n1\n2\n"


def test_every_file_is_a_part_of_its_own_and_an_empty_one_is_none(run) -> None:
    output = run(a="height,width\n1,2\n", b="height,width\n", c="height,width\n5,6\n")
    assert json.loads((output / "others" / "sources.json").read_text()) == {
        "part-00000.csv": "a.csv",
        "part-00002.csv": "c.csv",
    }
    assert sorted(path.name for path in (output / "features").iterdir()) == ["part-00000.csv", "part-00002.csv"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("height,depth\n1,2\n", r"^a\.csv: columns that the model needs are missing: width$"),
        ("height,width,height\n1,2,3\n", r"^a\.csv: names columns twice: height$"),
        ("height,width\n1,2\n1,two\n", r"^a\.csv, row 2: width is not a finite number"),
        ("height,width\n1,nan\n", r"^a\.csv, row 1: width is not a finite number"),
        ("height,width\n1\n", r"^a\.csv, row 1: has 1 values, the header names 2 columns$"),
        ("height,width\n", r"^the input holds no rows"),
    ],
)
def test_rows_that_cannot_be_scored_are_refused_by_their_place(run, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run(a=text)


def test_other_files_are_refused_and_what_tools_leave_is_passed_over(run, tmp_path: Path) -> None:
    assert run(a="height,width\n1,2\n", _SUCCESS="")
    (tmp_path / "rows" / "b.parquet").write_text("")
    with pytest.raises(ValueError, match=r"only files named \.csv can be scored, not b\.parquet"):
        preprocess.main()
