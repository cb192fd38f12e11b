"""From raw rows to model rows. No column has a name here: the names are arguments of the step."""

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import is_numeric_dtype


def features_without(raw: pd.DataFrame, target: str, drop: Sequence[str] = ()) -> pd.DataFrame:
    """The numeric columns that a model learns from; anything else is refused."""
    unknown = [name for name in (target, *drop) if name not in raw.columns]
    if unknown:
        raise ValueError(f"the data has no column {', '.join(map(repr, unknown))}; it has: {', '.join(raw.columns)}")
    features = raw.drop(columns=[target, *drop])
    refuse_unusable(features)
    return features


def refuse_unusable(features: pd.DataFrame) -> None:
    texts = [str(name) for name in features if not is_numeric_dtype(features[name])]
    if texts:
        raise ValueError(f"columns are not numeric: {', '.join(texts)}; encode them in this step, or drop them")
    gaps = features.isna().sum()
    if gaps.any():
        counted = ", ".join(f"{name} ({count})" for name, count in gaps[gaps > 0].items())
        raise ValueError(f"columns have missing values: {counted}; fill them in this step, or drop them")


def split(
    table: pd.DataFrame, test_fraction: float, validation_fraction: float, seed: int, *, by_class: bool
) -> dict[str, pd.DataFrame]:
    """Three parts without a common row; by class, each has the class balance of the whole. Same seed, same parts."""
    test = drawn(table, test_fraction, seed, by_class=by_class)
    rest = table.drop(test.index)
    validation = drawn(rest, validation_fraction, seed, by_class=by_class)
    parts = {"train": rest.drop(validation.index), "validation": validation, "test": test}
    for name, part in parts.items():
        refuse_too_few(name, part, table, by_class=by_class)
    return {name: part.sort_index() for name, part in parts.items()}


def drawn(table: pd.DataFrame, fraction: float, seed: int, *, by_class: bool) -> pd.DataFrame:
    rows = table.groupby(table.columns[0]) if by_class else table
    return rows.sample(frac=fraction, random_state=seed)


def refuse_too_few(name: str, part: pd.DataFrame, table: pd.DataFrame, *, by_class: bool) -> None:
    """A part that lacks a class, or has fewer than two rows, measures nothing."""
    target = table.columns[0]
    missing = table[target].nunique() - part[target].nunique()
    if by_class and missing:
        raise ValueError(f"the {name} part would not hold {missing} of the classes: use more rows or a larger fraction")
    if len(part) < 2:
        raise ValueError(f"the {name} part would have {len(part)} rows: use more rows or a larger fraction")
