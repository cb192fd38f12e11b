"""One HTML file that carries everything, plots included: it can be mailed, archived and opened anywhere."""

import base64
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from canvas import Plot
from evaluation import Evaluation
from report_tables import tables_of
from verdict import figure

PAGE = Path(__file__).with_name("report.html.template")


def render(evaluation: Evaluation, verdict: Mapping[str, Any], plots: Mapping[Plot, Path]) -> str:
    passed, metric = verdict["passed"], verdict["metric"]
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        target=escape(evaluation.target_name),
        subject=subject(evaluation),
        state="reached" if passed else "missed",
        outcome="Quality gate passed" if passed else "Quality gate missed",
        message=escape(verdict["message"]),
        suspicions="\n".join(
            f'<div class="notice"><b>Look at this</b>{escape(text)}</div>' for text in evaluation.suspicions
        ),
        tiles="\n".join(tile(name, value, name == metric) for name, value in evaluation.metrics.items()),
        cards="\n".join(card(plot, file) for plot, file in plots.items()),
        tables="\n".join(tables_of(evaluation, metric)),
    )


def subject(evaluation: Evaluation) -> str:
    rows = f"{len(evaluation.truth)} held-out rows that training never saw"
    if evaluation.task == "binary":
        return f"{rows}, {int(evaluation.truth.sum())} of them {escape(evaluation.classes[1])}"
    if evaluation.task == "multiclass":
        return f"{rows}, {len(evaluation.classes)} classes"
    return f"{rows}, values from {evaluation.truth.min():.4g} to {evaluation.truth.max():.4g}"


def tile(name: str, value: float, decides: bool) -> str:
    mark, note = (" gate", " (quality gate)") if decides else ("", "")
    return f'<div class="tile{mark}"><span>{escape(name)}{note}</span><strong>{figure(value)}</strong></div>'


def card(plot: Plot, file: Path) -> str:
    image = base64.b64encode(file.read_bytes()).decode("ascii")
    title = escape(plot.title)
    return (
        f'<figure class="card"><h2>{title}</h2><p>{escape(plot.text)}</p>'
        f'<img alt="{title}" src="data:image/png;base64,{image}"></figure>'
    )
