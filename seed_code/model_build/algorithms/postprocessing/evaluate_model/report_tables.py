"""The tables of the report: comparison with the serving model, groups of rows, and what belongs to the task."""

from collections.abc import Iterator, Sequence
from html import escape

from binary_plots import sweep_of
from evaluation import Evaluation
from multiclass_plots import per_class
from shared_libraries.tasks import DECISION, ERRORS
from verdict import figure

Line = tuple[str, Sequence[object]]  # class of the row, cells


def tables_of(evaluation: Evaluation, metric: str) -> Iterator[str]:
    if evaluation.serving:
        yield comparison(evaluation)
    elif evaluation.serving_note:
        yield section("Comparison with the serving model", evaluation.serving_note, (), ())
    if evaluation.slices:
        yield groups(evaluation, metric)
    if evaluation.task == "binary":
        yield thresholds(evaluation)
    if evaluation.task == "multiclass":
        yield classes(evaluation)


def section(title: str, text: str, head: Sequence[str], lines: Sequence[Line]) -> str:
    names = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "\n".join(line_of(mark, cells) for mark, cells in lines)
    table = f'<div class="wide"><table><thead><tr>{names}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'
    return f'<section class="card"><h2>{escape(title)}</h2><p>{escape(text)}</p>{table if lines else ""}</section>'


def line_of(mark: str, cells: Sequence[object]) -> str:
    """A row with a single cell is the heading of those below it."""
    wide = ' colspan="9"' if len(cells) == 1 else ""
    words = "".join(f"<td{wide}>{escape(str(cell))}</td>" for cell in cells)
    return f'<tr class="{mark}">{words}</tr>' if mark else f"<tr>{words}</tr>"


def comparison(evaluation: Evaluation) -> str:
    lines: list[Line] = []
    for name, value in evaluation.metrics.items():
        gain = value - evaluation.serving[name]
        better = gain < 0 if name in ERRORS else gain > 0
        mark = "" if gain == 0 else "better" if better else "worse"
        lines.append(
            (
                mark,
                (
                    name,
                    figure(value),
                    figure(evaluation.serving[name]),
                    f"{'+' if gain > 0 else ''}{figure(gain)}",
                    mark,
                ),
            )
        )
    text = "Both asked for the same held-out rows. The serving model may have seen some of them when it was trained."
    return section(
        "Comparison with the serving model", text, ("metric", "this model", "serving model", "difference", ""), lines
    )


def groups(evaluation: Evaluation, metric: str) -> str:
    whole = evaluation.metrics[metric]
    lines: list[Line] = [("used", ("all rows", len(evaluation.truth), figure(whole), ""))]
    for part in evaluation.slices:
        if ("feature", (part.column,)) not in lines:
            lines.append(("feature", (part.column,)))
        known = part.value is not None
        difference = f"{part.value - whole:+.3g}" if known else ""
        lines.append(("", (part.values, part.rows, figure(part.value) if known else "–", difference)))
    text = "The most important features, by value or by quarter of the rows. A dash: too few rows, or a single class."
    return section(f"{metric} by group of rows", text, ("values", "rows", metric, "difference"), lines)


def thresholds(evaluation: Evaluation) -> str:
    sweep = sweep_of(evaluation)
    lines: list[Line] = []
    for threshold in sweep.index:
        if round(threshold * 100) % 10 == 0:
            mark = "used" if round(threshold, 6) == DECISION else ""
            cells = (f"{sweep.loc[threshold, name]:.4f}" for name in ("accuracy", "precision", "recall", "f1"))
            lines.append((mark, (f"{threshold:.2f}", *cells)))
    text = "Rows from this probability on count as positive. The metrics above use the marked line."
    return section("Metrics by decision threshold", text, ("threshold", "accuracy", "precision", "recall", "f1"), lines)


def classes(evaluation: Evaluation) -> str:
    lines: list[Line] = [
        ("", (name, rows, f"{precision:.4f}", f"{recall:.4f}", f"{f1:.4f}"))
        for name, rows, precision, recall, f1 in per_class(evaluation)
    ]
    text = "Precision: how many answers of this class are right. Recall: how many rows of this class are found."
    return section("Metrics by class", text, ("class", "rows", "precision", "recall", "f1"), lines)
