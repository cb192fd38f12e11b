"""Plots of every task."""

from matplotlib.axes import Axes

from canvas import BLUE, GREY, INK, ORANGE, short
from evaluation import Evaluation
from slices import Slice

TOP_FEATURES = 12


def importance(axes: Axes, evaluation: Evaluation) -> None:
    top = evaluation.importance.head(TOP_FEATURES)[::-1]
    axes.barh(range(len(top)), top.to_numpy(), color=BLUE, height=0.65)
    axes.set_yticks(range(len(top)), [short(name) for name in top.index], fontsize=8.5)
    axes.set_xlabel(f"growth of {'rmse' if evaluation.task == 'regression' else 'log loss'} when shuffled")
    axes.grid(visible=False, axis="y")


def metric_by_slice(metric: str, axes: Axes, evaluation: Evaluation) -> None:
    known = [part for part in evaluation.slices if part.value is not None][::-1]
    whole = evaluation.metrics[metric]
    axes.axvline(whole, color=GREY, linestyle=":", linewidth=1.2, label=f"all rows, {whole:.4g}")
    axes.plot([part.value for part in known], range(len(known)), "o", color=BLUE, markersize=7)
    for place, part in enumerate(known):
        axes.plot([whole, part.value], [place, place], color=ORANGE, linewidth=1.2, zorder=0)
    axes.set_yticks(range(len(known)), [label(part) for part in known], fontsize=7.5)
    axes.set_xlabel(metric, color=INK)
    axes.margins(y=0.06)
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), borderaxespad=0.2)


def label(part: Slice) -> str:
    return f"{short(part.column, 16)}  {part.values}"


def confusion(axes: Axes, counts: list[list[int]], names: tuple[str, ...], note: str) -> None:
    """Shares of the actual class as colour, counts as text."""
    size = len(names)
    shares = [[count / max(1, sum(row)) for count in row] for row in counts]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.2)
    for row in range(size):
        for column in range(size):
            colour = "white" if shares[row][column] > 0.6 else INK
            text = {"ha": "center", "va": "center", "fontsize": max(6, 19 - 2 * size), "color": colour}
            axes.text(column, row, counts[row][column], **text)
    labels = [short(name, 12) for name in names]
    crowded = {"rotation": 45, "ha": "right", "fontsize": 8} if size > 4 else {}
    axes.set_xticks(range(size), labels, **crowded)
    axes.set_yticks(range(size), labels, fontsize=8 if size > 4 else 10)
    axes.set(xlabel=f"predicted{note}", ylabel="actual")
    axes.grid(visible=False)
