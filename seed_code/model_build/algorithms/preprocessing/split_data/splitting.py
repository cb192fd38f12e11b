"""From raw rows to model rows. No column has a name here: the names are arguments of the step."""

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import is_numeric_dtype


def encode(raw: pd.DataFrame, target: str, positive_class: str, drop: Sequence[str] = ()) -> pd.DataFrame:
    """The target as 0 or 1 in the first column, then the numeric features; anything else is refused."""
    unknown = [name for name in (target, *drop) if name not in raw.columns]
    if unknown:
        raise ValueError(f"the data has no column {', '.join(map(repr, unknown))}; it has: {', '.join(raw.columns)}")
    labels = raw[target].astype(str)
    if positive_class not in set(labels) or labels.nunique() != 2:
        found = ", ".join(sorted(set(labels))[:10])
        raise ValueError(f"target {target!r} must have two classes, one of them {positive_class!r}; it has: {found}")
    features = raw.drop(columns=[target, *drop])
    refuse_unusable(features)
    table = features.copy()
    table.insert(0, target, (labels == positive_class).astype(int))
    return table


def refuse_unusable(features: pd.DataFrame) -> None:
    texts = [str(name) for name in features if not is_numeric_dtype(features[name])]
    if texts:
        raise ValueError(f"columns are not numeric: {', '.join(texts)}; encode them in this step, or drop them")
    gaps = features.isna().sum()
    if gaps.any():
        counted = ", ".join(f"{name} ({count})" for name, count in gaps[gaps > 0].items())
        raise ValueError(f"columns have missing values: {counted}; fill them in this step, or drop them")


def split(table: pd.DataFrame, test_fraction: float, validation_fraction: float, seed: int) -> dict[str, pd.DataFrame]:
    """Three parts without a common row, each with the class balance of the whole; same seed, same parts."""
    target = table.columns[0]
    test = table.groupby(target).sample(frac=test_fraction, random_state=seed)
    rest = table.drop(test.index)
    validation = rest.groupby(target).sample(frac=validation_fraction, random_state=seed)
    parts = {"train": rest.drop(validation.index), "validation": validation, "test": test}
    for name, part in parts.items():
        if part[target].nunique() != 2:
            raise ValueError(f"the {name} part would not hold both classes: use more rows or a larger fraction")
    return {name: part.sort_index() for name, part in parts.items()}
