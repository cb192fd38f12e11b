import json
import random
import sys
from pathlib import Path

import monitor
import pytest

HIGH = 3.5


@pytest.fixture
def run(baseline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def run(rows: list[tuple[float, float]], **options: str) -> dict[str, object]:
        (tmp_path / "features").mkdir()
        (tmp_path / "features" / "part-00000.csv").write_text("".join(f"{a},{b}\n" for a, b in rows))
        words = ["--features", tmp_path / "features", "--baseline", baseline, "--output", tmp_path / "out"]
        words += ["--threshold", "0.2", "--share", "0.4", "--project-id", "p-1", "--stage", "prod"]
        words += [word for name, value in {"publish": "no", **options}.items() for word in (f"--{name}", value)]
        monkeypatch.setattr(sys, "argv", ["monitor", *map(str, words)])
        monitor.main()
        return json.loads((tmp_path / "out" / "monitoring.json").read_text())

    return run


def even(count: int) -> list[tuple[float, float]]:
    source = random.Random(7)  # noqa: S311 - no secret
    return [(source.uniform(0, 4), source.uniform(0, 4)) for _ in range(count)]


def test_rows_like_those_of_training_have_not_drifted(run) -> None:
    report = run(even(400))
    assert (report["rows"], report["drifted_share"], report["drifted"]) == (400, 0, False)


def test_a_feature_that_moved_is_named_and_the_share_decides(run) -> None:
    report = run([(HIGH, width) for _, width in even(400)])
    assert {line["name"]: line["drifted"] for line in report["features"]} == {"height": True, "width": False}
    assert (report["drifted_share"], report["drifted_share_limit"], report["drifted"]) == (0.5, 0.4, True)


def test_the_limit_leaves_few_rows_the_play_of_chance(run) -> None:
    assert run(even(52))["features"][0]["limit"] == pytest.approx(0.229, abs=0.002)


def test_many_rows_are_judged_by_the_threshold(run) -> None:
    assert run(even(400))["features"][0]["limit"] == 0.2


def test_a_handful_of_rows_is_not_compared_and_sends_no_metric(run) -> None:
    report = run(even(3))
    assert (report["compared"], report["reason"]) == (False, "fewer than 50 rows")
    assert monitor.metrics(report, "p-1", "prod") == []


def test_the_metrics_are_those_of_the_stage_and_of_each_feature(run) -> None:
    whole, height, _ = monitor.metrics(run([(HIGH, width) for _, width in even(400)]), "p-1", "prod")
    of_stage = [{"Name": "ProjectId", "Value": "p-1"}, {"Name": "Stage", "Value": "prod"}]
    assert (whole["MetricName"], whole["Dimensions"], whole["Value"]) == ("DriftedShare", of_stage, 0.5)
    assert height["Dimensions"] == [*of_stage, {"Name": "Feature", "Value": "height"}]


@pytest.mark.parametrize(("deliver", "delivered"), [("yes", True), ("no", False)])
def test_the_results_are_delivered_when_asked_for(run, tmp_path: Path, deliver: str, delivered: bool) -> None:
    (tmp_path / "results" / "2026").mkdir(parents=True)
    (tmp_path / "results" / "2026" / "new.csv").write_text("id,score\n")
    run(even(60), results=str(tmp_path / "results"), landing=str(tmp_path / "landing"), deliver=deliver)
    assert (tmp_path / "landing" / "2026" / "new.csv").exists() is delivered
