"""How plots look, and how one becomes a PNG file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evaluation import Evaluation

BLUE, ORANGE, GREEN, GREY, INK = "#2563eb", "#d97706", "#059669", "#94a3b8", "#0f172a"
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
    "text.parse_math": False,  # a column may have a dollar in its name
    "xtick.color": "#475569",
    "ytick.color": "#475569",
}


@dataclass(frozen=True)
class Plot:
    name: str  # of the file
    title: str
    text: str  # what to look at
    paint: Callable[[Axes, Evaluation], None]

    def save(self, evaluation: Evaluation, folder: Path) -> Path:
        file = folder / f"{self.name}.png"
        with rc_context(STYLE):
            figure = Figure(figsize=(5.2, 3.9), layout="constrained")
            self.paint(figure.subplots(), evaluation)
            figure.savefig(file, dpi=130, metadata={"Software": None})
        return file


def short(name: object, longest: int = 24) -> str:
    """A name that leaves room for the plot."""
    text = str(name)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
