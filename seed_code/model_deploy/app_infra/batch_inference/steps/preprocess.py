"""From rows as they arrive to rows as the model was trained on, without sampling and without the label.

The columns are those of the model's baseline, in the order of training; no column has a name in this code. What the
model does not know (identifiers, the label if it is there) is put aside, for the results.
"""

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path

from csv_files import input_files, read_rows, run_step, writing

ROW_NUMBER = "row_number"
SOURCES = "sources.json"


def feature_names(baseline: Path) -> list[str]:
    """The features of the model: all columns of its baseline but the first, which is the target."""
    document = json.loads((baseline / "statistics.json").read_text(encoding="utf-8"))
    _, *names = [feature["name"] for feature in document["features"]]
    return names


def split_file(source: Path, label: str, features: Sequence[str], part: str, output: Path) -> int:
    """Write one file as `features/PART` (no header) and `others/PART`; the number of its rows."""
    rows = read_rows(source)
    header = next(rows, [])
    refuse_header(header, label, features)
    wanted = [header.index(name) for name in features]
    kept = [position for position in range(len(header)) if position not in set(wanted)]
    count = 0
    with writing(output / "features" / part) as model_rows, writing(output / "others" / part) as other_rows:
        other_rows.writerow([header[position] for position in kept] or [ROW_NUMBER])
        for count, row in enumerate(rows, start=1):
            if len(row) != len(header):
                raise ValueError(f"{label}, row {count}: has {len(row)} values, the header names {len(header)} columns")
            values = [row[position].strip() for position in wanted]
            refuse_values(values, label, count, features)
            model_rows.writerow(values)
            other_rows.writerow([row[position] for position in kept] or [count])
    return count


def refuse_header(header: Sequence[str], label: str, features: Sequence[str]) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    missing = [name for name in features if name not in header]
    if twice:
        raise ValueError(f"{label}: names columns twice: {', '.join(twice)}")
    if missing:
        raise ValueError(f"{label}: columns that the model needs are missing: {', '.join(missing)}")


def refuse_values(values: Sequence[str], label: str, row: int, features: Sequence[str]) -> None:
    """The message names the place and not the value: logs hold no data."""
    for name, value in zip(features, values, strict=True):
        if not is_number(value):
            raise ValueError(
                f"{label}, row {row}: {name} is not a finite number; encode or fill it before it comes here"
            )


def is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, required=True, help="folder of CSV files with a header")
    parser.add_argument("--baseline", type=Path, required=True, help="folder of the model's statistics.json")
    parser.add_argument("--output", type=Path, required=True, help="gets features/ and others/")
    arguments = parser.parse_args()
    features = feature_names(arguments.baseline)
    sources = {}
    for number, file in enumerate(input_files(arguments.input)):
        label, part = file.relative_to(arguments.input).as_posix(), f"part-{number:05}.csv"
        rows = split_file(file, label, features, part, arguments.output)
        if rows:
            sources[part] = label
        else:  # batch transform refuses an empty file
            for folder in ("features", "others"):
                (arguments.output / folder / part).unlink()
        print(f"{label}: {rows} rows")
    if not sources:
        raise ValueError("the input holds no rows: there is nothing to score")
    (arguments.output / "others" / SOURCES).write_text(json.dumps(sources, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run_step(main)
