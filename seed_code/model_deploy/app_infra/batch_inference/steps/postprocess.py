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


def joined(others: Path, scores: Path, label: str) -> Iterator[tuple[list[str], float]]:
    """What arrived with each row, and its score: they belong together by their place, so their numbers must agree."""
    rows = read_rows(others)
    next(rows)
    with scores.open(encoding="utf-8") as opened:
        lines = (line for line in opened if line.strip())
        for number, (row, line) in enumerate(zip_longest(rows, lines), start=1):
            if row is None or line is None:
                what = "more scores than rows" if row is None else "fewer scores than rows"
                raise ValueError(f"{label}: the model gave {what}, from row {number} on")
            yield row, as_score(line, label, number)


def as_score(line: str, label: str, number: int) -> float:
    try:
        score = float(line)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise ValueError(f"{label}, row {number}: the model's answer is not one finite number")
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=Path, required=True, help="folder others/ of preprocess")
    parser.add_argument("--scores", type=Path, required=True, help="folder that batch transform wrote")
    parser.add_argument("--output", type=Path, required=True, help="gets results/ and statistics/statistics.json")
    arguments = parser.parse_args()
    sources = json.loads((arguments.others / "sources.json").read_text(encoding="utf-8"))
    statistics, rows_of = ScoreStatistics(), {}
    for part, label in sources.items():
        header = next(read_rows(arguments.others / part))
        if SCORE in header:
            raise ValueError(f"{label}: has a column {SCORE!r} already, and the results need it: rename it")
        before = statistics.rows
        with writing(arguments.output / "results" / label) as results:
            results.writerow([*header, SCORE])
            for row, score in joined(arguments.others / part, arguments.scores / f"{part}.out", label):
                statistics.add(score)
                results.writerow([*row, repr(score)])
        rows_of[label] = statistics.rows - before
    document = {"rows": statistics.rows, "files": rows_of, "score": statistics.document()}
    file = arguments.output / "statistics" / "statistics.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(f"{statistics.rows} rows scored, mean score {statistics.mean:.4f}")


if __name__ == "__main__":
    run_step(main)
