import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import arguments
import compare
import pytest
import report
import storage

from monitoring.test.examples import Bucket, Metrics, baseline, even_rows, request

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
KEY = "data-capture/churn-p-1-prod/AllTraffic/2026/05/04/11/one.jsonl"
STATE = "drift/churn-p-1-prod/last_run.json"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    monkeypatch.setattr(storage, "now", lambda: NOW)
    return Bucket()


def run(folder: Path, bucket: Bucket, rows: list[list[str]]) -> tuple[dict[str, Any], Metrics]:
    lines = "\n".join(request(",".join(row)) for row in rows)
    bucket.objects[KEY] = (lines.encode(), NOW - timedelta(minutes=30))
    (folder / "statistics.json").write_text(json.dumps(baseline()))
    options = {
        "--captured": "s3://data/data-capture/churn-p-1-prod/",
        "--reports": "s3://data/drift/churn-p-1-prod/",
        "--kms-key": "key",
        "--project-id": "p-1",
        "--stage": "prod",
        "--drift-threshold": "0.2",
        "--missing-share-limit": "0.05",
        "--drifted-share-limit": "0.4",
        "--baseline": str(folder),
        "--output": str(folder / "report"),
    }
    metrics = Metrics()
    compare.run(arguments.parse([word for pair in options.items() for word in pair]), bucket, metrics)
    return json.loads((folder / "report" / "report.json").read_text()), metrics


def test_a_run_without_drift_says_so(tmp_path: Path, bucket: Bucket, capsys: pytest.CaptureFixture[str]) -> None:
    found, metrics = run(tmp_path, bucket, even_rows(80))
    assert (found["drifted"], metrics.value("DriftedShare"), metrics.value("Rows")) == (False, 0, 80)
    assert capsys.readouterr().out.startswith("No drift: 0% of the features moved away, the limit is 40%; 80 rows")


def test_drift_is_a_metric_of_the_stage_and_of_each_feature(tmp_path: Path, bucket: Bucket) -> None:
    found, metrics = run(tmp_path, bucket, even_rows(80, shift=3))
    assert (found["drifted"], metrics.value("DriftedShare")) == (True, 0.5)
    moved, same = (metrics.value("PopulationStabilityIndex", name) for name in ("height", "width"))
    assert moved is not None and same is not None and moved > 0.2 > same
    assert metrics.value("MissingShare", "height") == 0


def test_too_few_rows_are_no_measurement_and_are_read_again(tmp_path: Path, bucket: Bucket) -> None:
    found, metrics = run(tmp_path, bucket, even_rows(20))
    assert (found["compared"], metrics.value("DriftedShare"), metrics.value("Rows")) == (False, None, 20)
    assert STATE not in bucket.objects


def test_rows_that_were_judged_are_not_read_again(tmp_path: Path, bucket: Bucket) -> None:
    run(tmp_path, bucket, even_rows(80))
    assert json.loads(bucket.objects[STATE][0]) == {"read_until": NOW.isoformat()}


def test_the_report_for_people_shows_what_drifted_first_and_escapes_names(tmp_path: Path, bucket: Bucket) -> None:
    found, _ = run(tmp_path, bucket, even_rows(80, shift=3))
    found["features"][1]["name"] = "<b>width</b>"
    page = report.render(found, "Monitoring of p-1, prod")
    assert page.index("height</td>") < page.index("&lt;b&gt;width")
    assert "Drift: 50% of the features moved away (height)" in page
    assert (tmp_path / "report" / "report.html").is_file()
