"""Leave out rows without a target, and all but the first of equal rows."""

import argparse
from pathlib import Path

from shared_libraries.messages import run_step
from shared_libraries.tables import read_tables, write_table
from uniqueness import unique


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--input", type=Path, required=True, help="folder of CSV files")
    parser.add_argument("--output", type=Path, required=True, help="gets data/, what the next job reads")
    parser.add_argument("--target", required=True, help="name of the column to predict")
    parser.add_argument("--seed", type=int, required=True, help="not used: no row is chosen by chance")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    raw = read_tables(arguments.input)
    table = unique(raw, arguments.target)
    write_table(table, arguments.output / "data" / "rows.csv")
    print(f"{len(table)} of {len(raw)} rows are kept")


if __name__ == "__main__":
    run_step(main)
