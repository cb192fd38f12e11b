"""Join each score to what arrived with its row, and describe the scores."""

import argparse
import json
import math
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from csv_files import read_rows, run_step, writing
from score_statistics import ScoreStatistics

SCORE = "score"


def joined(others: Path, scores: Path, label: str) -> Iterator[tuple[list[str], list[float]]]:
    """What arrived with each row, and its scores: they belong together by their place, so their numbers must agree."""
    rows = read_rows(others)
    next(rows)
    with scores.open(encoding="utf-8") as opened:
        lines = (line for line in opened if line.strip())
        for number, (row, line) in enumerate(zip_longest(rows, lines), start=1):
            if row is None or line is None:
                what = "more scores than rows" if row is None else "fewer scores than rows"
                raise ValueError(f"{label}: the model gave {what}, from row {number} on")
            yield row, as_scores(line, label, number)


def as_scores(line: str, label: str, number: int) -> list[float]:
    """One number, or one for each class."""
    try:
        scores = [float(cell) for cell in line.split(",")]
    except ValueError:
        scores = [math.nan]
    if not all(map(math.isfinite, scores)):
        raise ValueError(f"{label}, row {number}: the model's answer is not one finite number, or several")
    return scores


def columns_of(scores: Path, first_part: str) -> list[str]:
    """Names of the columns that the model adds: `score`, or `score_0`, `score_1`, ... for each class."""
    with (scores / f"{first_part}.out").open(encoding="utf-8") as opened:
        width = next((line for line in opened if line.strip()), "").count(",") + 1
    return [SCORE] if width == 1 else [f"{SCORE}_{number}" for number in range(width)]


def refuse_columns(header: list[str], columns: list[str], label: str) -> None:
    taken = [name for name in columns if name in header]
    if taken:
        raise ValueError(f"{label}: has a column {taken[0]!r} already, and the results need it: rename it")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=Path, required=True, help="folder others/ of preprocess")
    parser.add_argument("--scores", type=Path, required=True, help="folder that batch transform wrote")
    parser.add_argument("--output", type=Path, required=True, help="gets results/ and statistics/statistics.json")
    arguments = parser.parse_args()
    sources = json.loads((arguments.others / "sources.json").read_text(encoding="utf-8"))
    columns = columns_of(arguments.scores, next(iter(sources)))
    statistics = [ScoreStatistics() for _ in columns]
    rows_of = {}
    for part, label in sources.items():
        before = statistics[0].rows
        header = next(read_rows(arguments.others / part))
        refuse_columns(header, columns, label)
        with writing(arguments.output / "results" / label) as results:
            results.writerow([*header, *columns])
            for row, scores in joined(arguments.others / part, arguments.scores / f"{part}.out", label):
                if len(scores) != len(columns):
                    raise ValueError(f"{label}: the model gave {len(columns)} numbers for a row, then {len(scores)}")
                for one, score in zip(statistics, scores, strict=True):
                    one.add(score)
                results.writerow([*row, *map(repr, scores)])
        rows_of[label] = statistics[0].rows - before
    described = {name: one.document() for name, one in zip(columns, statistics, strict=True)}
    document = {"rows": statistics[0].rows, "files": rows_of, "columns": columns, **described}
    file = arguments.output / "statistics" / "statistics.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    means = ", ".join(f"{one.mean:.4f}" for one in statistics)
    print(f"{statistics[0].rows} rows scored, mean score {means}")


if __name__ == "__main__":
    run_step(main)
