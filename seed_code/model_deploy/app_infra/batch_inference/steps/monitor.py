"""Compare the rows of this run with the model's baseline, say what drifted, and deliver the results."""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from csv_files import read_rows, run_step
from drift import Feature, count, features_of

NAMESPACE = "mlops-templates/drift"
LEAST_ROWS = 50


def judge(features: Sequence[Feature], threshold: float, share_limit: float) -> dict[str, Any]:
    """The report; fewer rows than LEAST_ROWS say nothing about their distribution, and are not judged."""
    rows = features[0].rows if features else 0
    if rows < LEAST_ROWS:
        return {"rows": rows, "compared": False, "reason": f"fewer than {LEAST_ROWS} rows", "features": []}
    lines = [
        {
            "name": one.name,
            "index": one.index,
            "limit": one.limit(threshold),
            "drifted": one.index > one.limit(threshold),
        }
        for one in features
    ]
    share = sum(one["drifted"] for one in lines) / len(lines)
    verdict = {"drifted_share": share, "drifted_share_limit": share_limit, "drifted": share > share_limit}
    return {"rows": rows, "compared": True, **verdict, "features": lines}


def line(feature: Feature, index: float, limit: float) -> dict[str, Any]:
    return {"name": feature.name, "index": index, "limit": limit, "drifted": index > limit}


def metrics(report: dict[str, Any], project_id: str, stage: str) -> list[dict[str, Any]]:
    """The report as CloudWatch metrics; nothing when nothing was compared."""
    if not report["compared"]:
        return []
    of_stage = [{"Name": "ProjectId", "Value": project_id}, {"Name": "Stage", "Value": stage}]
    whole = {"MetricName": "DriftedShare", "Dimensions": of_stage, "Value": report["drifted_share"], "Unit": "None"}
    return [whole] + [
        {
            "MetricName": "PopulationStabilityIndex",
            "Dimensions": [*of_stage, {"Name": "Feature", "Value": one["name"]}],
            "Value": one["index"],
            "Unit": "None",
        }
        for one in report["features"]
    ]


def publish(data: Sequence[dict[str, Any]]) -> None:
    import boto3  # in AWS's images; only this needs it

    cloudwatch = boto3.client("cloudwatch")
    for start in range(0, len(data), 500):
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=list(data[start : start + 500]))


def main() -> None:
    arguments = parse_arguments()
    features = features_of(json.loads((arguments.baseline / "statistics.json").read_text(encoding="utf-8")))
    for file in sorted(arguments.features.glob("*.csv")):
        count(features, read_rows(file))
    report = judge(features, arguments.threshold, arguments.share)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "monitoring.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps({name: value for name, value in report.items() if name != "features"}))
    if arguments.publish == "yes":
        publish(metrics(report, arguments.project_id, arguments.stage))
    if arguments.landing and arguments.deliver == "yes":
        shutil.copytree(arguments.results, arguments.landing, dirs_exist_ok=True)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=Path, required=True, help="folder features/ of preprocess")
    parser.add_argument("--baseline", type=Path, required=True, help="folder of the model's statistics.json")
    parser.add_argument("--output", type=Path, required=True, help="gets monitoring.json")
    parser.add_argument("--threshold", type=float, required=True, help="index from which a feature has drifted")
    parser.add_argument("--share", type=float, required=True, help="share of drifted features that is too much")
    parser.add_argument("--project-id", required=True)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--publish", choices=("yes", "no"), required=True, help="send metrics to CloudWatch")
    parser.add_argument("--results", type=Path, help="folder results/ of postprocess")
    parser.add_argument("--landing", type=Path, help="gets a copy of the results, for the bucket that wants them back")
    parser.add_argument("--deliver", choices=("yes", "no"), default="yes")
    return parser.parse_args()


if __name__ == "__main__":
    run_step(main)
