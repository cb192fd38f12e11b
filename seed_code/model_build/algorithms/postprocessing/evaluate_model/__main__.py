"""Evaluate the model on the held-out rows: metrics for the registry, plots, a report and a model card for people."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from evaluation import Evaluation, compare, evaluate
from plots import draw
from registry import model_card, registry_document
from report import render
from served_model import load
from shared_libraries.messages import run_step
from shared_libraries.tables import read_tables
from shared_libraries.tasks import METRICS
from verdict import judge

EVERY_METRIC = sorted({name for names in METRICS.values() for name in names})


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that holds model.tar.gz")
    parser.add_argument("--test", type=Path, required=True, help="folder of CSV files, target first")
    parser.add_argument("--output", type=Path, required=True, help="gets evaluation.json, report.html and more")
    parser.add_argument("--metric", choices=EVERY_METRIC, required=True, help="metric that decides on registration")
    parser.add_argument("--threshold", type=float, required=True, help="its least value; the largest of an error")
    parser.add_argument("--seed", type=int, required=True, help="for the feature importance")
    parser.add_argument("--baseline", type=Path, help="folder with baseline.json, which names the classes")
    parser.add_argument("--serving", type=Path, help="folder that holds the model.tar.gz of the model that serves now")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    model, table = load(arguments.model / "model.tar.gz"), read_tables(arguments.test)
    names = class_names(arguments.baseline) if arguments.baseline else ()
    evaluation = evaluate(model, table, arguments.metric, arguments.seed, names)
    if arguments.serving:
        evaluation = compared(evaluation, arguments.serving / "model.tar.gz", table)
    verdict = judge(evaluation.metrics, arguments.metric, arguments.threshold)
    arguments.output.mkdir(parents=True, exist_ok=True)
    plots = draw(evaluation, arguments.metric, arguments.output / "plots")
    (arguments.output / "report.html").write_text(render(evaluation, verdict, plots), encoding="utf-8")
    write(arguments.output / "model_card.json", model_card(evaluation, verdict))
    write(arguments.output / "evaluation.json", registry_document(evaluation, verdict))
    print(", ".join(f"{name} {value:.4f}" for name, value in evaluation.metrics.items()))
    for line in (*evaluation.suspicions, verdict["message"]):
        print(line)


def class_names(folder: Path) -> list[str]:
    """In the order of their codes; none for a regression."""
    file = folder / "baseline.json"
    return json.loads(file.read_text(encoding="utf-8")).get("classes") or [] if file.is_file() else []


def compared(evaluation: Evaluation, archive: Path, table: pd.DataFrame) -> Evaluation:
    """A serving model that cannot be asked here, such as one of another library, does not stop the evaluation.

    Its own code runs, so any exception may come.
    """
    try:
        return replace(evaluation, serving=compare(load(archive), table, evaluation.task))
    except Exception as error:
        return replace(evaluation, serving_note=f"No comparison: {error}.")


def write(file: Path, document: dict[str, Any]) -> None:
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run_step(main)
