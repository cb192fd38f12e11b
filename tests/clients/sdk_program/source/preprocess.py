"""Splits the rows: every fifth is held out for the test."""

import argparse
import csv
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--input", type=Path)
parser.add_argument("--output", type=Path)
given = parser.parse_args()
rows = [row for path in sorted(given.input.glob("*.csv")) for row in csv.reader(path.open())]
for name, part in (("train", [row for n, row in enumerate(rows) if n % 5]), ("test", rows[::5])):
    folder = given.output / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "rows.csv").open("w", newline="") as target:
        csv.writer(target).writerows(part)
