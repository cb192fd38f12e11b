"""Plots of an evaluation, each a PNG file."""

from collections.abc import Callable
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evaluation import DECISION, Evaluation

BLUE, ORANGE, GREEN, GREY = "#2563eb", "#d97706", "#059669", "#94a3b8"
TOP_FEATURES = 12
STYLE = {
    "axes.edgecolor": "#cbd5e1",
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.labelcolor": "#334155",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "white",
    "font.size": 10,
    "grid.color": "#e2e8f0",
    "lines.linewidth": 2,
    "xtick.color": "#475569",
    "ytick.color": "#475569",
}


def draw(evaluation: Evaluation, folder: Path) -> dict[str, Path]:
    """One file for each plot, by name, in the order of the report."""
    folder.mkdir(parents=True, exist_ok=True)
    with rc_context(STYLE):
        return {name: save(painter, evaluation, folder / f"{name}.png") for name, painter in PAINTERS.items()}


def save(painter: Callable[[Axes, Evaluation], None], evaluation: Evaluation, file: Path) -> Path:
    figure = Figure(figsize=(5.2, 3.9), layout="constrained")
    painter(figure.subplots(), evaluation)
    figure.savefig(file, dpi=130, metadata={"Software": None})
    return file


def roc(axes: Axes, evaluation: Evaluation) -> None:
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", linewidth=1.2, label="coin toss")
    axes.plot(*evaluation.roc, color=BLUE, label=f"model, area {evaluation.metrics['auc']:.4f}")
    axes.fill_between(*evaluation.roc, color=BLUE, alpha=0.08)
    axes.set(xlabel="false positive rate", ylabel="true positive rate", xlim=(-0.01, 1), ylim=(0, 1.02))
    axes.legend(frameon=False, loc="lower right")


def precision_recall(axes: Axes, evaluation: Evaluation) -> None:
    precision, recall = evaluation.precision_recall
    share = evaluation.target.mean()
    axes.axhline(share, color=GREY, linestyle=":", linewidth=1.2, label=f"always positive, {share:.2f}")
    axes.plot(recall, precision, color=BLUE, label="model")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.01), ylim=(0, 1.02))
    axes.legend(frameon=False, loc="lower left")


def confusion(axes: Axes, evaluation: Evaluation) -> None:
    counts = evaluation.confusion
    axes.imshow(counts, cmap="Blues", vmin=0, vmax=counts.max() * 1.25)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        colour = "white" if counts[row, column] > counts.max() * 0.6 else "#0f172a"
        axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=17, color=colour)
    axes.set(xticks=[0, 1], yticks=[0, 1], xlabel=f"predicted (from {DECISION})", ylabel="actual")
    axes.set_xticklabels(["negative", "positive"])
    axes.set_yticklabels(["negative", "positive"], rotation=90, va="center")
    axes.grid(visible=False)


def thresholds(axes: Axes, evaluation: Evaluation) -> None:
    for name, colour in (("precision", BLUE), ("recall", ORANGE), ("f1", GREEN)):
        axes.plot(evaluation.sweep.index, evaluation.sweep[name], color=colour, label=name)
    axes.axvline(DECISION, color=GREY, linestyle=":", linewidth=1.2)
    lowest = evaluation.sweep[["precision", "recall", "f1"]].to_numpy().min()
    axes.set(xlabel="decision threshold", xlim=(0, 1), ylim=(max(0, lowest - 0.08), 1.02))
    axes.legend(frameon=False, loc="lower center", ncols=3)


def scores(axes: Axes, evaluation: Evaluation) -> None:
    parts = [evaluation.probability[evaluation.target == label] for label in (0, 1)]
    labels = ["actual negative", "actual positive"]
    axes.hist(parts, bins=20, range=(0, 1), stacked=True, color=[GREY, BLUE], label=labels)
    axes.axvline(DECISION, color="#0f172a", linestyle=":", linewidth=1.2)
    axes.set(xlabel="probability of the positive class", ylabel="rows", xlim=(0, 1))
    axes.legend(frameon=True, edgecolor="white", loc="upper center", ncols=2)


def importance(axes: Axes, evaluation: Evaluation) -> None:
    top = evaluation.importance.head(TOP_FEATURES)[::-1]
    axes.barh(top.index.astype(str), top.to_numpy(), color=BLUE, height=0.65)
    axes.set_xlabel("growth of log loss when shuffled")
    axes.tick_params(axis="y", labelsize=8.5)
    axes.grid(visible=False, axis="y")


PAINTERS: dict[str, Callable[[Axes, Evaluation], None]] = {
    "roc": roc,
    "precision_recall": precision_recall,
    "confusion_matrix": confusion,
    "metrics_by_threshold": thresholds,
    "score_distribution": scores,
    "feature_importance": importance,
}
