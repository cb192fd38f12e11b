"""What the held-out rows say about a model."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from importance import importance_of
from served_model import Model
from shared_libraries.tables import arrays, features_of, target_of
from shared_libraries.tasks import scores
from slices import Slice, slices_of
from suspicions import suspicions_of

NEGATIVE_AND_POSITIVE = ("negative", "positive")


@dataclass(frozen=True)
class Evaluation:
    task: str
    target_name: str
    classes: tuple[str, ...]  # names in the order of their codes; none for a regression
    truth: np.ndarray
    answers: np.ndarray
    metrics: dict[str, float]
    importance: pd.Series  # most important feature first
    slices: tuple[Slice, ...] = ()
    suspicions: tuple[str, ...] = ()
    serving: dict[str, float] = field(default_factory=dict)  # metrics of the model that serves now
    serving_note: str = ""  # why there are none


def evaluate(model: Model, table: pd.DataFrame, metric: str, seed: int, names: Sequence[str] = ()) -> Evaluation:
    """Refuses what makes figures worthless: other columns than the model knows, and a model that never differs."""
    refuse_other_columns(model, table)
    rows, truth = arrays(table)
    answers = model.answer(rows)
    refuse_worthless(model.task, truth, answers)
    metrics = scores(model.task, truth, answers)
    if metric not in metrics:
        raise ValueError(f"metric {metric} is none of task {model.task}, which has: {', '.join(metrics)}")
    importance = importance_of(model, features_of(table), truth, seed)
    return Evaluation(
        task=model.task,
        target_name=str(target_of(table).name),
        classes=class_names(model.task, answers, names),
        truth=truth,
        answers=answers,
        metrics=metrics,
        importance=importance,
        slices=slices_of(model.task, metric, features_of(table)[list(importance.index)], truth, answers),
        suspicions=suspicions_of(model.task, features_of(table), truth),
    )


def refuse_other_columns(model: Model, table: pd.DataFrame) -> None:
    found = tuple(str(name) for name in features_of(table).columns)
    if found == model.features:
        return
    missing, foreign = (
        [name for name in one if name not in other] for one, other in ((model.features, found), (found, model.features))
    )
    what = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"unknown to the model: {', '.join(foreign)}"] * bool(
        foreign
    )
    raise ValueError(
        f"the test rows have other columns than the model was trained on; {'; '.join(what) or 'their order differs'}"
    )


def refuse_worthless(task: str, truth: np.ndarray, answers: np.ndarray) -> None:
    """Figures of such rows or answers would say nothing, whatever the threshold."""
    if not np.isfinite(answers).all():
        raise ValueError(f"some answers of the model to the {len(truth)} rows are no finite numbers")
    if np.ptp(answers, axis=0).max() == 0:
        raise ValueError(f"the model gives the same answer to all {len(truth)} rows: it has learnt nothing")
    if len(np.unique(truth)) < 2:
        raise ValueError(f"the target is the same in all {len(truth)} test rows: they say nothing about a model")
    if task == "multiclass" and truth.max() >= answers.shape[1]:
        raise ValueError(f"the test rows have class {truth.max()}, but the model knows only {answers.shape[1]} classes")


def class_names(task: str, answers: np.ndarray, names: Sequence[str]) -> tuple[str, ...]:
    if task == "regression":
        return ()
    count = 2 if task == "binary" else answers.shape[1]
    if len(names) == count:
        return tuple(names)
    return NEGATIVE_AND_POSITIVE if task == "binary" else tuple(str(code) for code in range(count))


def compare(model: Model, table: pd.DataFrame, task: str) -> dict[str, float]:
    """The metrics of another model on the same rows; a ValueError where that says nothing."""
    if model.task != task:
        raise ValueError(f"it is a model of task {model.task}")
    refuse_other_columns(model, table)
    rows, truth = arrays(table)
    return scores(task, truth, model.answer(rows))
