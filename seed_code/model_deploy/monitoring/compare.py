"""Compare the requests captured since the last run with the rows of training: report, metrics, state."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import arguments
import captured
import comparison
import report
import storage

NAMESPACE = "mlops-templates/drift"
AT_ONCE = 500


def main() -> None:
    import boto3  # in AWS's images

    run(arguments.parse(), boto3.client("s3"), boto3.client("cloudwatch"))


def run(options: argparse.Namespace, s3: Any, cloudwatch: Any) -> None:
    """One run; rows too few to be judged are read again by the next one."""
    place, reports = storage.folder(options.captured), storage.folder(options.reports)
    since, until = storage.read_since(s3, reports), storage.now()
    baseline = json.loads((options.baseline / "statistics.json").read_text(encoding="utf-8"))
    compared = comparison.with_baseline(baseline)
    for text in storage.captured(s3, place, since, until):
        compared.add(captured.rows_of(text))
    limits = comparison.Limits(options.drift_threshold, options.missing_share_limit, options.drifted_share_limit)
    found = {"since": since and since.isoformat(), "until": until.isoformat(), **compared.judged(limits)}
    _write(found, options.output, f"Monitoring of {options.project_id}, {options.stage}")
    print(report.summary(found))
    data = list(metrics(found, options.project_id, options.stage))
    for start in range(0, len(data), AT_ONCE):
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data[start : start + AT_ONCE])
    if found["compared"]:
        storage.write_until(s3, reports, until, options.kms_key)


def metrics(found: dict[str, Any], project_id: str, stage: str) -> Iterator[dict[str, Any]]:
    """The report as CloudWatch metrics: rows always, drift only where it was judged."""
    of_stage = [{"Name": "ProjectId", "Value": project_id}, {"Name": "Stage", "Value": stage}]
    yield {"MetricName": "Rows", "Dimensions": of_stage, "Value": found["rows"], "Unit": "Count"}
    if found["compared"]:
        yield {"MetricName": "DriftedShare", "Dimensions": of_stage, "Value": found["drifted_share"], "Unit": "None"}
    for one in found["features"]:
        dimensions = [*of_stage, {"Name": "Feature", "Value": one["name"]}]
        for name, value in (("PopulationStabilityIndex", one["index"]), ("MissingShare", one["missing_share"])):
            yield {"MetricName": name, "Dimensions": dimensions, "Value": value, "Unit": "None"}


def _write(found: dict[str, Any], output: Path, title: str) -> None:
    output.mkdir(parents=True, exist_ok=True)
    (output / "report.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (output / "report.html").write_text(report.render(found, title), encoding="utf-8")


if __name__ == "__main__":
    main()
