"""Split the raw data into training, validation and test rows, and describe the training rows."""

import argparse
import json
from pathlib import Path

from baseline import describe
from shared_libraries.messages import run_step
from shared_libraries.tables import read_tables, write_table
from splitting import encode, split


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, required=True, help="folder of CSV files")
    parser.add_argument("--output", type=Path, required=True, help="gets train/, validation/, test/ and baseline/")
    parser.add_argument("--target", required=True, help="name of the column to predict")
    parser.add_argument("--positive-class", required=True, help="value of the target that counts as 1")
    parser.add_argument("--drop-column", action="append", default=[], help="column to leave out; may be repeated")
    parser.add_argument("--test-fraction", type=float, required=True)
    parser.add_argument("--validation-fraction", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    raw = read_tables(arguments.input)
    table = encode(raw, arguments.target, arguments.positive_class, arguments.drop_column)
    parts = split(table, arguments.test_fraction, arguments.validation_fraction, arguments.seed)
    for name, part in parts.items():
        write_table(part, arguments.output / name / f"{name}.csv")
        print(f"{name}: {len(part)} rows, {part.iloc[:, 0].mean():.1%} positive")
    baseline = arguments.output / "baseline" / "statistics.json"
    baseline.parent.mkdir(parents=True, exist_ok=True)
    baseline.write_text(json.dumps(describe(parts["train"]), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run_step(main)
