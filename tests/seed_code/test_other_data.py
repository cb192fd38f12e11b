"""The model_build seed on data and tasks that are not those of its example: by configuration alone, really run."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from mlops_templates import data
from tests.seed_code.test_model_build import copy_to, run

SEED = data.seed_folder("model_build")
SETTINGS = Path("ml_pipelines") / "training"
WRITE_DATA = """
import sys
from sklearn import datasets
load = getattr(datasets, sys.argv[1])(as_frame=True)
table = load.frame
if len(load.get("target_names", ())):
    table["target"] = [load.target_names[code] for code in table["target"]]
table.to_csv(sys.argv[2], index=False)
"""


def prepared(folder: Path, python: Path, environment: dict[str, str], dataset: str) -> dict[str, Any]:
    """The seed with other data in place of its own; gives the settings it ships."""
    copy_to(folder)
    (folder / "data" / "breast_cancer.csv").unlink()
    argv = [python, "-c", WRITE_DATA, dataset, folder / "data" / "rows.csv"]
    subprocess.run([*map(str, argv)], env=environment, check=True)
    settings: dict[str, Any] = json.loads((folder / SETTINGS / "input.json").read_text())
    settings["data"] = {"source": "data/rows.csv", "target": "target", "drop_columns": []}
    return settings


def test_a_number_is_predicted_from_a_second_dataset_by_settings_alone(
    tmp_path: Path, python_of: Callable[[Path], Path], plain_environment: dict[str, str]
) -> None:
    python = python_of(SEED)
    settings = prepared(tmp_path, python, plain_environment, "load_diabetes")
    settings |= {"task": "regression", "quality_gate": {"metric": "rmse", "threshold": 70}}
    (tmp_path / SETTINGS / "input.json").write_text(json.dumps(settings))
    for step in ("validate", "run-local"):
        got = run([python, "-m", "ci", step], tmp_path, plain_environment)
        assert got.returncode == 0, got.stdout + got.stderr
    evaluation = json.loads((tmp_path / "build" / "local" / "evaluation.json").read_text())
    assert evaluation["task"] == "regression"
    assert 20 < evaluation["metrics"]["rmse"] <= 70
    assert evaluation["quality_gate"]["passed"] is True


def test_several_classes_are_told_apart_by_another_algorithm_a_chain_and_a_search_by_settings_alone(
    tmp_path: Path, python_of: Callable[[Path], Path], plain_environment: dict[str, str]
) -> None:
    python = python_of(SEED)
    settings = prepared(tmp_path, python, plain_environment, "load_wine")
    settings |= {"task": "multiclass", "algorithm": "xgboost", "preprocessing": ["unique_rows", "split_data"]}
    settings["quality_gate"] = {"metric": "f1_macro", "threshold": 0.8}
    ranges = {"max_depth": {"minimum": 1, "maximum": 4}, "learning_rate": {"minimum": 0.05, "maximum": 0.3}}
    settings["tuning"] = {"max_jobs": 2, "max_parallel_jobs": 1, "ranges": ranges}
    (tmp_path / SETTINGS / "input.json").unlink()
    (tmp_path / SETTINGS / "input.yaml").write_text(yaml.safe_dump(settings))
    got = run([python, "-m", "ci", "run-local"], tmp_path, plain_environment)
    assert got.returncode == 0, got.stdout + got.stderr
    left = tmp_path / "build" / "local"
    evaluation = json.loads((left / "evaluation.json").read_text())
    assert evaluation["task"] == "multiclass"
    assert evaluation["metrics"]["f1_macro"] >= 0.8
    assert {"PreprocessUniqueRows.log", "Train-001.log", "Train-002.log"} <= {log.name for log in left.glob("logs/*")}
    assert (left / "model.tar.gz").stat().st_size
    assert "class_0" in (left / "report.html").read_text()
