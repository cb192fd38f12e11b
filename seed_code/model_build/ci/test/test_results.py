import io
import json
import subprocess

import pytest

from ci import results

EVALUATION = {"metrics": {"mae": 0.5, "r2": 0.25}, "quality_gate": {"message": "mae is 0.5, threshold 1: reached"}}
OBJECTS = {
    ("data", "evaluation.json"): json.dumps(EVALUATION).encode(),
    ("data", "report.html"): b"<html>",
}


class Aws:
    def get_object(self, *, Bucket, Key):
        return {"Body": io.BytesIO(OBJECTS[Bucket, Key])}

    def describe_model_package(self, *, ModelPackageName):
        return {
            "ModelApprovalStatus": "PendingManualApproval",
            "ModelMetrics": {"ModelQuality": {"Statistics": {"S3Uri": "s3://data/evaluation.json"}}},
            "CustomerMetadataProperties": {
                "EvaluationReportS3Uri": "s3://data/report.html",
                "Metric": "mae",
                "Threshold": "1",
            },
        }


@pytest.mark.parametrize("value", ["20260102T030405Z-0123", "it's; echo $HOME"])
def test_exported_variables_survive_the_shell(tmp_path, value):
    results.export(tmp_path, BUILD_ID=value)
    command = ["bash", "-c", f'. {tmp_path}/variables.sh; printf %s "$BUILD_ID"']
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == value


def test_a_build_begins_without_the_results_of_the_last_one(tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "report.html").touch()
    results.begin(tmp_path / "build", BUILD_ID="b")
    assert [file.name for file in (tmp_path / "build").iterdir()] == ["variables.sh"]


def test_metrics_and_report_are_left_for_people(tmp_path, capsys):
    results.collect(Aws(), Aws(), "arn:package", tmp_path)
    assert (tmp_path / "report.html").read_bytes() == b"<html>"
    assert json.loads((tmp_path / "evaluation.json").read_text()) == EVALUATION
    text = capsys.readouterr().out
    assert "mae 0.5000, r2 0.2500" in text and "threshold 1: reached" in text and "PendingManualApproval" in text
