import io
import json
import subprocess

import pytest

from ci import results

FIGURES = {name: {"value": 0.5} for name in ("accuracy", "auc", "f1", "precision", "recall")}
OBJECTS = {
    ("data", "evaluation.json"): json.dumps({"binary_classification_metrics": FIGURES}).encode(),
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
                "Metric": "auc",
                "Threshold": "0.4",
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
    assert json.loads((tmp_path / "evaluation.json").read_text())["binary_classification_metrics"] == FIGURES
    text = capsys.readouterr().out
    assert "auc 0.5000" in text and "auc at least 0.4" in text and "PendingManualApproval" in text
