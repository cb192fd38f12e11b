"""The metric on parts of the rows: a model that is good on the whole may be bad for some."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from shared_libraries.tasks import scores

COLUMNS, GROUPS = 3, 4
LEAST_ROWS = 10
TWO_CLASSES = ("auc", "f1", "precision", "recall")


@dataclass(frozen=True)
class Slice:
    column: str
    values: str
    rows: int
    value: float | None  # of the metric; none where it says nothing: too few rows, or a single class


def slices_of(
    task: str, metric: str, features: pd.DataFrame, truth: np.ndarray, answers: np.ndarray
) -> tuple[Slice, ...]:
    """By value, or by quarter, of the first columns that differ at all."""
    columns = [name for name in features if features[name].nunique() > 1][:COLUMNS]
    return tuple(
        Slice(str(name), values, int(chosen.sum()), value_of(task, metric, truth[chosen], answers[chosen]))
        for name in columns
        for values, chosen in groups(features[name])
    )


def groups(column: pd.Series) -> Iterator[tuple[str, np.ndarray]]:
    if column.nunique() <= GROUPS:
        for value in sorted(column.unique()):
            yield f"{value:g}", (column == value).to_numpy()
        return
    for _, place in column.groupby(pd.qcut(column, GROUPS, duplicates="drop"), observed=True):
        yield f"{place.min():.4g} to {place.max():.4g}", column.index.isin(place.index)


def value_of(task: str, metric: str, truth: np.ndarray, answers: np.ndarray) -> float | None:
    single = len(np.unique(truth)) < 2
    if len(truth) < LEAST_ROWS or (single and (metric in TWO_CLASSES or metric == "r2")):
        return None
    if single and task == "binary":  # the others of its metrics are not defined, and not asked for
        return float(((answers >= 0.5) == truth).mean())
    if metric == "f1_macro":  # of the classes in the group: those that it lacks are no fault of the model
        return float(f1_score(truth, answers.argmax(axis=1), average="macro", zero_division=0))
    return scores(task, truth, answers)[metric]
