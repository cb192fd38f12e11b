import json
import re
import tarfile
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

ALGORITHMS = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    values = np.random.default_rng(4).normal(size=(80, 2))
    target = (values[:, 0] + values[:, 1] / 3 > 0).astype(int)
    joblib.dump(LogisticRegression().fit(values, target), folder / "model.joblib")
    (folder / "task.json").write_text(json.dumps({"task": "binary", "features": ["left", "right"], "classes": [0, 1]}))
    with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
        archive.add(folder / "model.joblib", "model.joblib")
        archive.add(ALGORITHMS / "shared_libraries" / "inference.py", "code/inference.py")
        archive.add(ALGORITHMS / "training" / "gradient_boosting" / "sklearn_prediction.py", "code/prediction.py")
        archive.add(folder / "task.json", "task.json")
    (folder / "test").mkdir()
    rows = pd.DataFrame({"<y>": target, "left": values[:, 0], "right": values[:, 1]})
    rows.to_csv(folder / "test" / "rows.csv", index=False)
    return folder


@pytest.fixture
def output(run_step_main, folders):
    arguments = ["--model", folders, "--test", folders / "test", "--output", folders / "out", "--seed", 1]
    run_step_main("postprocessing/evaluate_model", arguments, ["--metric", "f1", "--threshold", 0.5])
    return folders / "out"


def test_the_step_leaves_metrics_report_and_plots(output):
    assert json.loads((output / "evaluation.json").read_text())["quality_gate"]["passed"] is True
    assert [plot.stem for plot in sorted((output / "plots").iterdir())] == [
        "confusion_matrix",
        "feature_importance",
        "metrics_by_threshold",
        "precision_recall",
        "roc",
        "score_distribution",
    ]
    page = (output / "report.html").read_text()
    assert page.count("data:image/png;base64,") == 6
    assert re.findall(r"""(?:src|href)=["'](?!data:)""", page) == []
    assert "&lt;y&gt;" in page and "<y>" not in page
    assert '<tr class="used"><td>0.50</td>' in page
