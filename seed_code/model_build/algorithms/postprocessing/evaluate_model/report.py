"""One HTML file that carries everything, plots included: it can be mailed, archived and opened anywhere."""

import base64
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from evaluation import DECISION, METRICS, Evaluation

PAGE = Path(__file__).with_name("report.html.template")
CAPTIONS = {
    "roc": ("ROC curve", "The nearer to the upper left corner, the better positives and negatives are told apart."),
    "precision_recall": ("Precision and recall", "What finding more positives costs in false alarms."),
    "confusion_matrix": (
        "Confusion matrix",
        "Right answers on the diagonal, false alarms above, misses below.",
    ),
    "metrics_by_threshold": ("Choice of threshold", "Where precision and recall balance. The dotted line is in use."),
    "score_distribution": ("Score distribution", "Certain models put rows at both ends, uncertain ones in the middle."),
    "feature_importance": ("Feature importance", "How much worse the model gets when a column is shuffled."),
}


def render(evaluation: Evaluation, verdict: Mapping[str, Any], plots: Mapping[str, Path]) -> str:
    passed = verdict["passed"]
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        target=escape(evaluation.target_name),
        rows=len(evaluation.target),
        positives=int(evaluation.target.sum()),
        state="reached" if passed else "missed",
        outcome="Quality gate passed" if passed else "Quality gate missed",
        message=escape(verdict["message"]),
        tiles="\n".join(tile(name, evaluation.metrics[name], name == verdict["metric"]) for name in METRICS),
        cards="\n".join(card(name, file) for name, file in plots.items()),
        lines="\n".join(lines_of(evaluation)),
    )


def tile(name: str, value: float, decides: bool) -> str:
    mark, note = (" gate", " (quality gate)") if decides else ("", "")
    return f'<div class="tile{mark}"><span>{escape(name)}{note}</span><strong>{value:.4f}</strong></div>'


def card(name: str, file: Path) -> str:
    title, text = CAPTIONS[name]
    image = base64.b64encode(file.read_bytes()).decode("ascii")
    return (
        f'<figure class="card"><h2>{escape(title)}</h2><p>{escape(text)}</p>'
        f'<img alt="{escape(title)}" src="data:image/png;base64,{image}"></figure>'
    )


def lines_of(evaluation: Evaluation) -> list[str]:
    shown = [threshold for threshold in evaluation.sweep.index if round(threshold * 100) % 10 == 0]
    lines = []
    for threshold in shown:
        row = evaluation.sweep.loc[threshold]
        mark = ' class="used"' if round(threshold, 6) == DECISION else ""
        cells = "".join(f"<td>{row[name]:.4f}</td>" for name in ("accuracy", "precision", "recall", "f1"))
        lines.append(f"<tr{mark}><td>{threshold:.2f}</td>{cells}</tr>")
    return lines
