"""The plots of an evaluation, by task."""

from functools import partial
from pathlib import Path

import binary_plots
import multiclass_plots
import regression_plots
from canvas import Plot
from common_plots import importance, metric_by_slice
from evaluation import Evaluation

BY_TASK = {
    "binary": binary_plots.PLOTS,
    "multiclass": multiclass_plots.PLOTS,
    "regression": regression_plots.PLOTS,
}


def draw(evaluation: Evaluation, metric: str, folder: Path) -> dict[Plot, Path]:
    """One file for each plot, in the order of the report."""
    folder.mkdir(parents=True, exist_ok=True)
    return {plot: plot.save(evaluation, folder) for plot in plots_of(evaluation, metric)}


def plots_of(evaluation: Evaluation, metric: str) -> tuple[Plot, ...]:
    needed = "How much worse the model gets when a column is shuffled."
    common = [Plot("feature_importance", "Feature importance", needed, importance)]
    if any(part.value is not None for part in evaluation.slices):
        text = "A point far from the dotted line is a group for which the model works better or worse."
        common.append(Plot("slices", f"{metric} by group", text, partial(metric_by_slice, metric)))
    return (*BY_TASK[evaluation.task], *common)
