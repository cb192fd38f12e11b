"""Plots of a model with several classes."""

import numpy as np
from matplotlib.axes import Axes
from sklearn.metrics import precision_recall_fscore_support

from canvas import BLUE, GREEN, GREY, ORANGE, Plot, short
from common_plots import confusion
from evaluation import Evaluation
from registry import confusion_counts, predicted_classes

BINS = 10


def per_class(evaluation: Evaluation) -> list[tuple[str, int, float, float, float]]:
    """Name, rows, precision, recall and f1 of each class."""
    codes = range(len(evaluation.classes))
    predicted = predicted_classes(evaluation)
    figures = precision_recall_fscore_support(evaluation.truth, predicted, labels=codes, zero_division=0)
    precision, recall, f1, rows = (part.tolist() for part in figures)
    return list(zip(evaluation.classes, rows, precision, recall, f1, strict=True))


def confusion_matrix(axes: Axes, evaluation: Evaluation) -> None:
    confusion(axes, confusion_counts(evaluation).tolist(), evaluation.classes, "")


def classes(axes: Axes, evaluation: Evaluation) -> None:
    lines = per_class(evaluation)
    places = np.arange(len(lines))
    for offset, position, name, colour in (
        (-0.27, 2, "precision", BLUE),
        (0, 3, "recall", ORANGE),
        (0.27, 4, "f1", GREEN),
    ):
        axes.bar(places + offset, [line[position] for line in lines], width=0.25, color=colour, label=name)
    crowded = {"rotation": 45, "ha": "right", "fontsize": 8} if len(lines) > 4 else {}
    axes.set_xticks(places, [short(line[0], 12) for line in lines], **crowded)
    axes.set(ylim=(0, 1.02))
    axes.grid(visible=False, axis="x")
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)


def calibration(axes: Axes, evaluation: Evaluation) -> None:
    certainty, right = evaluation.answers.max(axis=1), predicted_classes(evaluation) == evaluation.truth
    places = np.clip((certainty * BINS).astype(int), 0, BINS - 1)
    parts = [places == place for place in range(BINS) if (places == place).any()]
    said, true = ([values[part].mean() for part in parts] for values in (certainty, right))
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", linewidth=1.2, label="as often as said")
    axes.plot(said, true, color=BLUE, linewidth=1.2)
    sizes = [20 + 300 * part.mean() for part in parts]
    axes.scatter(said, true, s=sizes, color=BLUE, label="model (larger: more rows)")
    axes.set(xlabel="probability of the predicted class", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1.05))
    axes.legend(frameon=False, loc="upper left", markerscale=0.6)


def distribution(axes: Axes, evaluation: Evaluation) -> None:
    given = evaluation.answers[np.arange(len(evaluation.truth)), evaluation.truth]
    axes.hist(given, bins=20, range=(0, 1), color=BLUE)
    axes.set(xlabel="probability that the model gives to the actual class", ylabel="rows", xlim=(0, 1))


PLOTS = (
    Plot(
        "confusion_matrix",
        "Confusion matrix",
        "Right answers on the diagonal. Darker: a larger share of the actual class.",
        confusion_matrix,
    ),
    Plot("classes", "Quality of each class", "A low bar is a class that the model mistakes or misses.", classes),
    Plot("calibration", "Calibration", "On the dotted line a probability means what it says.", calibration),
    Plot("score_distribution", "Score distribution", "The further right, the surer of what is true.", distribution),
)
