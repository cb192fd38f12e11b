import json
import re

import numpy as np
import pandas as pd
import pytest

from shared_libraries.tasks import METRICS
from shared_libraries.training_job import read_job

SCHEMA = {
    "properties": {"depth": {"type": "integer"}, "rate": {"type": "number"}, "few": {"type": "integer", "default": 2}}
}
NEEDED = ["--depth", "3", "--rate", "0.5", "--seed", "7"]


@pytest.fixture
def read(tmp_path, monkeypatch):
    (tmp_path / "hyperparameters.schema.json").write_text(json.dumps(SCHEMA))

    def ask(*words):
        monkeypatch.setattr("sys.argv", ["train", *NEEDED, *words])
        return read_job(tmp_path, "Train.")

    return ask


def replace_rows(folder, name, **columns):
    file = folder / name / "rows.csv"
    pd.read_csv(file).assign(**columns).to_csv(file, index=False)


def test_a_job_has_the_hyperparameters_of_its_schema_with_their_types(read, channels):
    channels("binary")
    job = read()
    assert (job.task, job.seed, job.hyperparameters) == ("binary", 7, {"depth": 3, "rate": 0.5, "few": 2})
    assert isinstance(job.hyperparameters["depth"], int)


def test_what_a_tuning_job_adds_is_no_hyperparameter(read, channels):
    channels("binary")
    assert read("--_tuning_objective_metric", "validation:auc").hyperparameters == {"depth": 3, "rate": 0.5, "few": 2}


def test_folders_may_be_arguments_instead_of_variables(read, channels, monkeypatch):
    folder = channels("binary")
    for name in ("SM_CHANNEL_TRAIN", "SM_CHANNEL_VALIDATION", "SM_MODEL_DIR"):
        monkeypatch.delenv(name)
    job = read("--train", f"{folder}/train", "--validation", f"{folder}/validation", "--model-dir", f"{folder}/here")
    assert job.model_dir.name == "here"


def test_a_missing_channel_is_refused_by_name(read, channels, monkeypatch, capsys):
    channels("binary")
    monkeypatch.delenv("SM_CHANNEL_TRAIN")
    with pytest.raises(SystemExit):
        read()
    assert "--train is missing, and its variable SM_CHANNEL_TRAIN is not set" in capsys.readouterr().err


@pytest.mark.parametrize("task", METRICS)
def test_every_metric_of_the_task_is_printed_as_a_number_that_a_tuning_finds(read, channels, capsys, task):
    channels(task)
    job = read("--task", task)
    answers = {"multiclass": np.full((60, 3), 1 / 3), "binary": np.full(60, 0.5), "regression": np.full(60, -1e9)}[task]
    job.report(lambda rows: answers)
    found = re.findall(r"^validation:(\w+)=(.*?);$", capsys.readouterr().out, re.MULTILINE)
    assert [name for name, _ in found] == list(METRICS[task])
    assert all(np.isfinite(float(value)) for _, value in found)


def test_the_facts_of_a_regression_model_have_no_classes(read, channels, tmp_path):
    folder = channels("regression")
    (tmp_path / "own_prediction.py").write_text("# loads and asks\n")
    read("--task", "regression").pack(tmp_path / "own_prediction.py")
    assert json.loads((folder / "model" / "task.json").read_text()) == {
        "task": "regression",
        "features": ["first", "second"],
    }
    assert (folder / "model" / "code" / "prediction.py").read_text() == "# loads and asks\n"


@pytest.mark.parametrize(
    ("task", "target", "message"),
    [
        ("binary", [0, 1, 2], r"task binary needs the classes 0 and 1; 'y' has: \[0, 1, 2\]"),
        ("binary", [1], "needs the classes 0 and 1"),
        (
            "multiclass",
            [0, 2],
            r"needs the classes 0, 1, 2 and so on, without a gap; 'y' has: \[0, 2\]",
        ),
        ("regression", [4.5], "'y' is the same in all training rows: there is nothing to learn"),
    ],
)
def test_a_target_that_does_not_fit_the_task_is_refused(read, channels, task, target, message):
    replace_rows(channels("binary"), "train", y=np.resize(target, 140))
    with pytest.raises(ValueError, match=message):
        read("--task", task)


def test_classes_that_only_the_validation_rows_have_are_refused(read, channels):
    replace_rows(channels("multiclass"), "validation", y=5)
    with pytest.raises(ValueError, match="classes of 'y' that the training rows lack"):
        read("--task", "multiclass")


def test_parts_with_different_columns_are_refused(read, channels):
    replace_rows(channels("binary"), "validation", third=1)
    with pytest.raises(ValueError, match="other columns"):
        read()


def test_a_leaked_target_stops_the_training(read, channels):
    folder = channels("binary")
    for name in ("train", "validation"):
        rows = pd.read_csv(folder / name / "rows.csv")
        replace_rows(folder, name, outcome=10 - rows["y"])
    with pytest.raises(ValueError, match=r"columns repeat the target 'y': outcome; name them in data\.drop_columns"):
        read()
