"""Plots of a model that answers with a number."""

import numpy as np
from matplotlib.axes import Axes

from canvas import BLUE, GREY, INK, Plot, short
from evaluation import Evaluation


def predicted_and_actual(axes: Axes, evaluation: Evaluation) -> None:
    both = [*evaluation.truth, *evaluation.answers]
    axes.plot([min(both), max(both)], [min(both), max(both)], color=GREY, linestyle=":", linewidth=1.2)
    axes.scatter(evaluation.truth, evaluation.answers, s=16, color=BLUE, alpha=0.55, linewidths=0)
    axes.set(xlabel=f"actual {short(evaluation.target_name)}", ylabel="predicted")


def residuals(axes: Axes, evaluation: Evaluation) -> None:
    axes.axhline(0, color=INK, linestyle=":", linewidth=1.2)
    missed = evaluation.answers - evaluation.truth
    axes.scatter(evaluation.answers, missed, s=16, color=BLUE, alpha=0.55, linewidths=0)
    axes.set(xlabel=f"predicted {short(evaluation.target_name)}", ylabel="predicted - actual")


def distribution(axes: Axes, evaluation: Evaluation) -> None:
    missed = evaluation.answers - evaluation.truth
    axes.hist(missed, bins=25, color=BLUE)
    axes.axvline(0, color=INK, linestyle=":", linewidth=1.2)
    axes.axvline(missed.mean(), color=GREY, linewidth=1.6, label=f"mean {missed.mean():.4g}")
    axes.set(xlabel="predicted - actual", ylabel="rows")
    axes.legend(frameon=False)


def within(axes: Axes, evaluation: Evaluation) -> None:
    missed = np.sort(np.abs(evaluation.answers - evaluation.truth))
    axes.plot(missed, np.arange(1, len(missed) + 1) / len(missed), color=BLUE)
    half = float(np.median(missed))
    axes.plot(
        [half, half, 0], [0, 0.5, 0.5], color=GREY, linestyle=":", linewidth=1.2, label=f"half: at most {half:.4g}"
    )
    axes.set(xlabel="error of at most", ylabel="share of rows", ylim=(0, 1.02), xlim=(0, None))
    axes.legend(frameon=False, loc="lower right")


PLOTS = (
    Plot("predicted_actual", "Predicted and actual", "On the dotted line the answer is right.", predicted_and_actual),
    Plot("residuals", "Errors by answer", "A slope or a funnel is something that the model has not learnt.", residuals),
    Plot(
        "residual_distribution",
        "Distribution of errors",
        "Off the dotted line, answers are too high or too low.",
        distribution,
    ),
    Plot("error_shares", "How many rows are how near", "The steeper, the better.", within),
)
