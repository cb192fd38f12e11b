"""The target as numbers, by task: 0 and 1, a code for each class, or the value itself."""

from dataclasses import dataclass

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

SHOWN = 10
LEAST_ROWS_OF_A_CLASS = 3
MOST_CLASSES = 1000


@dataclass(frozen=True)
class Target:
    """The numbers, and the names of the classes in the order of their numbers; none for a value."""

    numbers: pd.Series
    classes: tuple[str, ...] = ()


def encode(column: pd.Series, task: str, positive_class: str | None) -> Target:
    if column.isna().any():
        raise ValueError(f"target {column.name!r} is missing in {int(column.isna().sum())} rows; leave them out")
    if task == "binary":
        return binary(column, positive_class)
    return multiclass(column) if task == "multiclass" else regression(column)


def binary(column: pd.Series, positive_class: str | None) -> Target:
    labels = column.astype(str)
    classes = sorted(set(labels))
    if positive_class not in classes or len(classes) != 2:
        found = ", ".join(classes[:SHOWN])
        raise ValueError(
            f"target {column.name!r} must have two classes, one of them {positive_class!r}; it has: {found}"
        )
    (negative,) = set(classes) - {positive_class}
    return Target((labels == positive_class).astype(int), (negative, positive_class))


def multiclass(column: pd.Series) -> Target:
    """Classes in the order of their names, numbers in that of their values."""
    values = sorted(set(column))
    counts = column.value_counts()
    if not 2 < len(values) <= MOST_CLASSES:
        what = "the task binary is for two" if len(values) <= 2 else "the task regression is for numbers"
        raise ValueError(
            f"target {column.name!r} has {len(values)} classes, and the task multiclass needs 3 or more; {what}"
        )
    rare = [str(value) for value in values if counts[value] < LEAST_ROWS_OF_A_CLASS]
    if rare:
        raise ValueError(
            f"classes of target {column.name!r} have fewer than {LEAST_ROWS_OF_A_CLASS} rows: {', '.join(rare[:SHOWN])}"
        )
    codes = {value: code for code, value in enumerate(values)}
    return Target(column.map(codes).astype(int), tuple(map(str, values)))


def regression(column: pd.Series) -> Target:
    if not is_numeric_dtype(column) or is_bool_dtype(column):
        raise ValueError(f"target {column.name!r} is not a number in every row, and the task regression needs one")
    if column.nunique() < 2:
        raise ValueError(f"target {column.name!r} is the same in every row: there is nothing to learn")
    return Target(column.astype(float))
