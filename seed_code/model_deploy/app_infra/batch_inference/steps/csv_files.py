"""CSV files as the steps read and write them: row by row, so that size costs time and no memory."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def input_files(folder: Path) -> list[Path]:
    """All CSV files below a folder; what tools leave (names with . or _ in front) is passed over, all else refused."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] not in "._")
    others = [path.relative_to(folder).as_posix() for path in files if path.suffix.lower() != ".csv"]
    if others:
        raise ValueError(f"only files named .csv can be scored, not {', '.join(others[:5])}")
    if not files:
        raise ValueError("the input holds no CSV file: put one there, then start again")
    return files


def read_rows(file: Path) -> Iterator[list[str]]:
    """The rows of a file, the header included; empty lines are no rows."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        yield from (row for row in csv.reader(opened) if row)


@contextmanager
def writing(file: Path) -> Iterator[Any]:
    """A CSV writer of a new file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        yield csv.writer(opened, lineterminator="\n")


def run_step(step: Callable[[], None]) -> None:
    """Run a step; a ValueError is one line for a person, all else keeps its traceback."""
    try:
        step()
    except ValueError as error:
        sys.exit(f"ERROR: {error}")
