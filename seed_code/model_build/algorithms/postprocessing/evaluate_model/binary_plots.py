"""Plots of a model with two classes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from sklearn.metrics import precision_recall_curve, roc_curve

from canvas import BLUE, GREEN, GREY, INK, ORANGE, Plot
from common_plots import confusion
from evaluation import Evaluation
from registry import confusion_counts
from shared_libraries.tasks import DECISION, metrics_at

SWEEP = np.linspace(0.05, 0.95, 37)
BINS = 10


def sweep_of(evaluation: Evaluation) -> pd.DataFrame:
    """The metrics by decision threshold."""
    lines = [metrics_at(evaluation.truth, evaluation.answers, decision) for decision in SWEEP]
    return pd.DataFrame(lines, index=SWEEP)


def roc(axes: Axes, evaluation: Evaluation) -> None:
    false_positive, true_positive, _ = roc_curve(evaluation.truth, evaluation.answers)
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", linewidth=1.2, label="coin toss")
    axes.plot(false_positive, true_positive, color=BLUE, label=f"model, area {evaluation.metrics['auc']:.4f}")
    axes.fill_between(false_positive, true_positive, color=BLUE, alpha=0.08)
    axes.set(xlabel="false positive rate", ylabel="true positive rate", xlim=(-0.01, 1), ylim=(0, 1.02))
    axes.legend(frameon=False, loc="lower right")


def precision_recall(axes: Axes, evaluation: Evaluation) -> None:
    precision, recall, _ = precision_recall_curve(evaluation.truth, evaluation.answers)
    share = evaluation.truth.mean()
    axes.axhline(share, color=GREY, linestyle=":", linewidth=1.2, label=f"always positive, {share:.2f}")
    axes.plot(recall, precision, color=BLUE, label="model")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.01), ylim=(0, 1.02))
    axes.legend(frameon=False, loc="lower left")


def confusion_matrix(axes: Axes, evaluation: Evaluation) -> None:
    confusion(axes, confusion_counts(evaluation).tolist(), evaluation.classes, f" (from {DECISION})")


def calibration(axes: Axes, evaluation: Evaluation) -> None:
    places = np.clip((evaluation.answers * BINS).astype(int), 0, BINS - 1)
    parts = [places == place for place in range(BINS) if (places == place).any()]
    said = [evaluation.answers[part].mean() for part in parts]
    true = [evaluation.truth[part].mean() for part in parts]
    sizes = [20 + 300 * part.mean() for part in parts]
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", linewidth=1.2, label="as often as said")
    axes.plot(said, true, color=BLUE, linewidth=1.2)
    axes.scatter(said, true, s=sizes, color=BLUE, label="model (larger: more rows)")
    axes.set(xlabel="probability that the model says", ylabel="share that is positive", xlim=(0, 1), ylim=(-0.03, 1.05))
    axes.legend(frameon=False, loc="upper left", markerscale=0.6)


def thresholds(axes: Axes, evaluation: Evaluation) -> None:
    sweep = sweep_of(evaluation)
    for name, colour in (("precision", BLUE), ("recall", ORANGE), ("f1", GREEN)):
        axes.plot(sweep.index, sweep[name], color=colour, label=name)
    axes.axvline(DECISION, color=GREY, linestyle=":", linewidth=1.2)
    lowest = sweep[["precision", "recall", "f1"]].to_numpy().min()
    axes.set(xlabel="decision threshold", xlim=(0, 1), ylim=(max(0, lowest - 0.08), 1.02))
    axes.legend(frameon=False, loc="lower center", ncols=3)


def distribution(axes: Axes, evaluation: Evaluation) -> None:
    parts = [evaluation.answers[evaluation.truth == code] for code in (0, 1)]
    labels = [f"actual {name}" for name in evaluation.classes]
    axes.hist(parts, bins=20, range=(0, 1), stacked=True, color=[GREY, BLUE], label=labels)
    axes.axvline(DECISION, color=INK, linestyle=":", linewidth=1.2)
    axes.set(xlabel="probability of the positive class", ylabel="rows", xlim=(0, 1))
    axes.legend(frameon=True, edgecolor="white", loc="upper center", ncols=2)


PLOTS = (
    Plot("roc", "ROC curve", "The nearer to the upper left corner, the better the classes are told apart.", roc),
    Plot(
        "precision_recall",
        "Precision and recall",
        "What finding more positives costs in false alarms.",
        precision_recall,
    ),
    Plot(
        "confusion_matrix",
        "Confusion matrix",
        "Right answers on the diagonal, false alarms above, misses below. Darker: a larger share of the actual class.",
        confusion_matrix,
    ),
    Plot("calibration", "Calibration", "On the dotted line a probability means what it says.", calibration),
    Plot(
        "metrics_by_threshold",
        "Choice of threshold",
        "Where precision and recall balance. The dotted line is in use.",
        thresholds,
    ),
    Plot(
        "score_distribution",
        "Score distribution",
        "Certain models put rows at both ends, uncertain ones in the middle.",
        distribution,
    ),
)
