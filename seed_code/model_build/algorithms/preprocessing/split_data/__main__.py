"""Split the raw data into training, validation and test rows, and describe the training rows."""

import argparse
import json
from pathlib import Path
from typing import Any

import pandas as pd

from baseline import describe
from shared_libraries.messages import run_step
from shared_libraries.tables import read_tables, write_table
from splitting import features_without, split
from target import Target, encode

TASKS = ("binary", "multiclass", "regression")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, required=True, help="folder of CSV files")
    parser.add_argument("--output", type=Path, required=True, help="gets train/, validation/, test/ and baseline/")
    parser.add_argument("--task", choices=TASKS, default="binary")
    parser.add_argument("--target", required=True, help="name of the column to predict")
    parser.add_argument("--positive-class", help="value of the target that counts as 1, for the task binary")
    parser.add_argument("--drop-column", action="append", default=[], help="column to leave out; may be repeated")
    parser.add_argument("--test-fraction", type=float, required=True)
    parser.add_argument("--validation-fraction", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    raw = read_tables(arguments.input)
    table = features_without(raw, arguments.target, arguments.drop_column)
    target = encode(raw[arguments.target], arguments.task, arguments.positive_class)
    table.insert(0, arguments.target, target.numbers)
    fractions = arguments.test_fraction, arguments.validation_fraction
    parts = split(table, *fractions, arguments.seed, by_class=bool(target.classes))
    for name, part in parts.items():
        write_table(part, arguments.output / name / f"{name}.csv")
        print(f"{name}: {len(part)} rows, {balance(part, target)}")
    write_baseline(arguments, parts["train"], target)


def balance(part: pd.DataFrame, target: Target) -> str:
    """What a part says of the target, in a few words."""
    numbers = part.iloc[:, 0]
    if not target.classes:
        return f"target {numbers.min():g} to {numbers.max():g}, mean {numbers.mean():.4g}"
    shares = numbers.value_counts(normalize=True)
    return ", ".join(f"{name} {shares.get(code, 0):.1%}" for code, name in list(enumerate(target.classes))[:5])


def write_baseline(arguments: argparse.Namespace, train: pd.DataFrame, target: Target) -> None:
    folder = arguments.output / "baseline"
    facts = {"task": arguments.task, "target": arguments.target, "classes": list(target.classes) or None}
    write_json(folder / "statistics.json", describe(train))
    write_json(folder / "baseline.json", facts)
    if arguments.task == "multiclass":
        write_json(folder / "classes.json", list(target.classes))


def write_json(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run_step(main)
