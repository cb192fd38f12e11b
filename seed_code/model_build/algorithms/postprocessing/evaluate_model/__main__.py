"""Evaluate the model on the held-out rows: metrics for the registry, plots and a report for people."""

import argparse
import json
from pathlib import Path

from evaluation import METRICS, evaluate, judge, registry_metrics
from plots import draw
from report import render
from served_model import load
from shared_libraries.messages import run_step
from shared_libraries.tables import read_tables


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that holds model.tar.gz")
    parser.add_argument("--test", type=Path, required=True, help="folder of CSV files, target first")
    parser.add_argument("--output", type=Path, required=True, help="gets evaluation.json, report.html and plots/")
    parser.add_argument("--metric", choices=METRICS, required=True, help="metric that decides on registration")
    parser.add_argument("--threshold", type=float, required=True, help="least value of the metric")
    parser.add_argument("--seed", type=int, required=True, help="for the feature importance")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    model = load(arguments.model / "model.tar.gz")
    evaluation = evaluate(model, read_tables(arguments.test), arguments.seed)
    verdict = judge(evaluation, arguments.metric, arguments.threshold)
    arguments.output.mkdir(parents=True, exist_ok=True)
    document = {**registry_metrics(evaluation), "quality_gate": verdict}
    (arguments.output / "evaluation.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    plots = draw(evaluation, arguments.output / "plots")
    (arguments.output / "report.html").write_text(render(evaluation, verdict, plots), encoding="utf-8")
    print(", ".join(f"{name} {value:.4f}" for name, value in evaluation.metrics.items()))
    print(verdict["message"])


if __name__ == "__main__":
    run_step(main)
