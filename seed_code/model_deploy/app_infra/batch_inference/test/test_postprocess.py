import json
import sys
from pathlib import Path

import postprocess
import pytest


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def run(others: str, scores: str) -> Path:
        for folder, name, text in (
            ("others", "part-00000.csv", others),
            ("others", "sources.json", '{"part-00000.csv": "2026/new.csv"}'),
            ("scores", "part-00000.csv.out", scores),
        ):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(text)
        words = ["--others", tmp_path / "others", "--scores", tmp_path / "scores", "--output", tmp_path / "out"]
        monkeypatch.setattr(sys, "argv", ["postprocess", *map(str, words)])
        postprocess.main()
        return tmp_path / "out"

    return run


def test_each_score_stands_beside_what_arrived_with_its_row(run) -> None:
    output = run("id,target\nx,1\ny,0\n", "0.75\n0.25\n")
    assert (output / "results" / "2026" / "new.csv").read_text() == "id,target,score\nx,1,0.75\ny,0,0.25\n"


def test_the_statistics_describe_the_scores(run) -> None:
    document = json.loads((run("id\nx\ny\n", "0.75\n0.25") / "statistics" / "statistics.json").read_text())
    assert (document["rows"], document["files"]) == (2, {"2026/new.csv": 2})
    score = document["score"]
    assert (score["mean"], score["std_dev"], score["min"], score["max"], score["outside"]) == (0.5, 0.25, 0.25, 0.75, 0)
    assert [bucket["count"] for bucket in score["buckets"]] == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ("0.5\n", r"^2026/new\.csv: the model gave fewer scores than rows, from row 2 on$"),
        ("0.5\n0.5\n0.5\n", r"^2026/new\.csv: the model gave more scores than rows, from row 3 on$"),
        ("0.5\nyes\n", r"^2026/new\.csv, row 2: the model's answer is not one finite number, or several$"),
        ("0.5\nnan\n", r"^2026/new\.csv, row 2: the model's answer is not one finite number, or several$"),
        ("0.5\n0.5,0.5\n", r"^2026/new\.csv: the model gave 1 numbers for a row, then 2$"),
    ],
)
def test_scores_that_cannot_belong_to_the_rows_are_refused(run, scores: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run("id\nx\ny\n", scores)


def test_each_class_has_a_column_and_statistics_of_its_own(run) -> None:
    output = run("id\nx\ny\n", "0.75,0.25\n0.5,0.5\n")
    assert (output / "results" / "2026" / "new.csv").read_text() == "id,score_0,score_1\nx,0.75,0.25\ny,0.5,0.5\n"
    document = json.loads((output / "statistics" / "statistics.json").read_text())
    assert document["columns"] == ["score_0", "score_1"]
    assert [document[name]["mean"] for name in document["columns"]] == [0.625, 0.375]


def test_a_column_named_like_the_score_is_refused(run) -> None:
    with pytest.raises(ValueError, match="has a column 'score' already"):
        run("score\n1\n", "0.5\n")
