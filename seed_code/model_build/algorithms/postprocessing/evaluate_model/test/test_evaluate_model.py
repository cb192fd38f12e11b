import json
import re

import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression

GATES = {"binary": ("f1", 0.5), "multiclass": ("log_loss", 0.9), "regression": ("r2", 0.5)}
OF_TASK = {
    "binary": {
        "roc",
        "precision_recall",
        "confusion_matrix",
        "calibration",
        "metrics_by_threshold",
        "score_distribution",
    },
    "multiclass": {"confusion_matrix", "classes", "calibration", "score_distribution"},
    "regression": {"predicted_actual", "residuals", "residual_distribution", "error_shares"},
}


@pytest.fixture
def evaluated(run_step_main, tmp_path, archive):
    def run(task, table, *more, gate=None, model=None):
        (tmp_path / "test").mkdir()
        table.to_csv(tmp_path / "test" / "rows.csv", index=False)
        metric, threshold = gate or GATES[task]
        folders = ["--model", archive(task, table, model), "--test", tmp_path / "test", "--output", tmp_path / "out"]
        run_step_main(
            "postprocessing/evaluate_model", folders, ["--metric", metric, "--threshold", threshold, "--seed", 1], more
        )
        return tmp_path / "out"

    return run


@pytest.mark.parametrize("task", GATES)
def test_the_step_leaves_metrics_report_card_and_plots(evaluated, rows, task):
    output = evaluated(task, rows(task).rename(columns={"y": "<y>", "noise": "$no_ise$"}))
    document = json.loads((output / "evaluation.json").read_text())
    assert document["quality_gate"]["passed"] is True
    assert {plot.stem for plot in (output / "plots").iterdir()} == OF_TASK[task] | {"feature_importance", "slices"}
    page = (output / "report.html").read_text()
    assert page.count("data:image/png;base64,") == len(OF_TASK[task]) + 2
    assert re.findall(r"""(?:src|href)=["'](?!data:)""", page) == []
    assert "&lt;y&gt;" in page and "<y>" not in page
    assert "Quality gate passed" in page
    assert json.loads((output / "model_card.json").read_text())["evaluation_details"]


@pytest.fixture
def without_plots(monkeypatch):
    """They take longest, and what the other tests promise is text."""
    monkeypatch.setattr("plots.draw", lambda *_: {})


@pytest.mark.usefixtures("without_plots")
def test_a_missed_gate_is_in_report_and_verdict(evaluated, rows):
    output = evaluated("regression", rows("regression"), gate=("mae", 0.001))
    verdict = json.loads((output / "evaluation.json").read_text())["quality_gate"]
    assert verdict["passed"] is False
    assert "Quality gate missed" in (output / "report.html").read_text()
    assert verdict["message"] in (output / "report.html").read_text()


@pytest.mark.usefixtures("without_plots")
def test_classes_have_the_names_of_the_baseline(evaluated, rows, tmp_path):
    (tmp_path / "baseline.json").write_text(json.dumps({"classes": ["setosa", "virginica", "versi<color>"]}))
    page = (evaluated("multiclass", rows("multiclass"), "--baseline", tmp_path) / "report.html").read_text()
    assert page.count('<tr class="feature"><td colspan="9">signal</td></tr>') == 1
    assert "<td>setosa</td>" in page and "<td>versi&lt;color&gt;</td>" in page


@pytest.mark.usefixtures("without_plots")
def test_the_report_compares_with_the_serving_model(evaluated, rows, archive):
    table = rows("binary")
    weak = LogisticRegression().fit(table[["signal", "noise", "group"]].to_numpy() * [0, 0, 1], table["y"])
    output = evaluated("binary", table, "--serving", archive("binary", table, weak, "serving"))
    page = (output / "report.html").read_text()
    assert json.loads((output / "evaluation.json").read_text())["serving_model"]["auc"] < 0.8
    assert '<tr class="better"><td>auc</td>' in page


@pytest.mark.usefixtures("without_plots")
def test_a_serving_model_that_cannot_be_asked_is_told_and_stops_nothing(evaluated, rows, archive):
    other = archive("binary", rows("binary").rename(columns={"noise": "age"}), name="serving")
    page = (evaluated("binary", rows("binary"), "--serving", other) / "report.html").read_text()
    assert "No comparison: the test rows have other columns" in page


@pytest.mark.usefixtures("without_plots")
def test_a_serving_model_whose_own_code_breaks_stops_nothing(evaluated, rows, archive):
    table = rows("binary")
    broken = LinearRegression().fit(table[["signal", "noise", "group"]].to_numpy(), table["y"])
    page = (
        evaluated("binary", table, "--serving", archive("binary", table, broken, "serving")) / "report.html"
    ).read_text()
    assert "No comparison: " in page and "predict_proba" in page


@pytest.mark.usefixtures("without_plots")
def test_a_suspicion_is_in_the_report(evaluated, rows):
    table = rows("binary").assign(billed=lambda table: table["y"] * 5 + table["noise"] / 9)
    page = (evaluated("binary", table) / "report.html").read_text()
    assert "billed alone nearly tells the target" in page
