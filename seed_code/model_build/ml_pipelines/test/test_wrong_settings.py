"""A table of wrong settings: what a person may write, and the line that this person then reads."""

import json
import shutil
from pathlib import Path

import pytest

from ml_pipelines.settings import SettingsError, read_settings
from ml_pipelines.source_code import ALGORITHMS

SCHEMA = Path(__file__).parents[1] / "training" / "input.schema.json"
INSTANCE = "is not an instance type such as ml.m5.large"
SOURCE = (
    "is not a CSV file of this repository (data/my.csv) or a folder in S3 that ends with a slash (s3://bucket/folder/)"
)
DURATION = "is not a duration such as P30D (30 days) or PT12H (12 hours)"
SEARCH = {"max_jobs": 8, "max_parallel_jobs": 2}
TREES = ["learning_rate", "max_depth", "n_estimators", "subsample"]
KNOWN = ", ".join(TREES)


def ranges(**chosen):
    return {**SEARCH, "ranges": chosen}


# place: the value there, and the line
WRONG = [
    ("task", "clustering", "task: 'clustering' must be one of binary, multiclass, regression"),
    ("task", 2, "task: 2 must be one of binary, multiclass, regression"),
    ("algorithm", "forest", "algorithm: 'forest' is no folder of algorithms/training; known: boosting, own_code"),
    ("algorithm", "bosting", "algorithm: 'bosting' is no folder of algorithms/training; did you mean 'boosting'?"),
    ("algorithm", "own_code", "algorithm: algorithms/training/own_code/algorithm.json: is missing"),
    ("algorithm", "", "algorithm: '' must not be empty"),
    ("algorithm", ["boosting"], "algorithm: ['boosting'] must be a text in quotes"),
    ("data", "rows.csv", "data: 'rows.csv' must be an object in { }"),
    ("data.source", "../secret.csv", f"data.source: '../secret.csv' {SOURCE}"),
    ("data.source", "/etc/passwd", f"data.source: '/etc/passwd' {SOURCE}"),
    ("data.source", "s3://bucket/no-slash", f"data.source: 's3://bucket/no-slash' {SOURCE}"),
    ("data.source", "data/rows.parquet", f"data.source: 'data/rows.parquet' {SOURCE}"),
    ("data.target", "", "data.target: '' must not be empty"),
    ("data.target", None, "data.target: null must be a text in quotes"),
    ("data.drop_columns", "none", "data.drop_columns: 'none' must be a list in [ ]"),
    ("data.drop_columns", ["a", "a"], "data.drop_columns: ['a', 'a'] must not name anything twice"),
    ("data.drop_columns", ["y"], "data.drop_columns: names the target 'y'; take it out there"),
    ("data.drop_columns", [1], "data.drop_columns.0: 1 must be a text in quotes"),
    ("data.positive_class", 1, "data.positive_class: 1 must be a text in quotes"),
    ("data.postive_class", "x", "data: unknown key 'postive_class'; did you mean 'positive_class'?"),
    ("split.test_fraction", "0.2", "split.test_fraction: '0.2' must be a number"),
    ("split.test_fraction", 1.5, "split.test_fraction: 1.5 must be at most 0.9"),
    ("split.validation_fraction", 0, "split.validation_fraction: 0 must be at least 0.01"),
    ("split.seed", 7.5, "split.seed: 7.5 must be a whole number"),
    ("split.seed", -1, "split.seed: -1 must be at least 0"),
    ("preprocessing", [], "preprocessing: [] must name at least 1"),
    ("preprocessing", "split_data", "preprocessing: 'split_data' must be a list in [ ]"),
    (
        "preprocessing",
        ["uniq_rows", "split_data"],
        "preprocessing.0: 'uniq_rows' is no job in algorithms/preprocessing; did you mean 'unique_rows'?",
    ),
    ("preprocessing", ["split_data"] * 2, "preprocessing: ['split_data', 'split_data'] must not name anything twice"),
    (
        "preprocessing",
        ["split_data", "unique_rows"],
        "preprocessing: split_data hands the rows to training and evaluation; name it last",
    ),
    ("hyperparameters.learning_rate", 0, "hyperparameters.learning_rate: 0 must be more than 0"),
    ("hyperparameters.max_depth", 2.5, "hyperparameters.max_depth: 2.5 must be a whole number"),
    ("hyperparameters.max_depth", "3", "hyperparameters.max_depth: '3' must be a whole number"),
    ("hyperparameters.subsample", True, "hyperparameters.subsample: true must be a number"),
    ("hyperparameters.trees", 9, f"hyperparameters: unknown key 'trees'; known: {KNOWN}"),
    ("quality_gate.metric", "roc", "quality_gate.metric: 'roc' must be one of accuracy, auc, f1, precision, recall, "
     "f1_macro, log_loss, mae, rmse, r2"),
    ("quality_gate.metric", "rmse", "quality_gate.metric: 'rmse' is no metric of the task binary; choose one of "
     "accuracy, auc, f1, precision, recall"),
    ("quality_gate.threshold", 95, "quality_gate.threshold: 95 must be at most 1 for auc"),
    ("quality_gate.threshold", -0.1, "quality_gate.threshold: -0.1 must be at least 0 for auc"),
    ("quality_gate.threshold", True, "quality_gate.threshold: true must be a number"),
    ("compute.training_instance_type", "m5.large", f"compute.training_instance_type: 'm5.large' {INSTANCE}"),
    ("compute.inference_instance_types", [], "compute.inference_instance_types: [] must name at least 1"),
    ("compute.inference_instance_types", ["large"], f"compute.inference_instance_types.0: 'large' {INSTANCE}"),
    ("compute.volume_size_in_gb", 0, "compute.volume_size_in_gb: 0 must be at least 1"),
    ("compute.max_runtime_in_seconds", "1h", "compute.max_runtime_in_seconds: '1h' must be a whole number"),
    ("cache.enabled", "yes", "cache.enabled: 'yes' must be true or false"),
    ("cache.expire_after", "30 days", f"cache.expire_after: '30 days' {DURATION}"),
    ("tuning", ranges(), "tuning.ranges: {} must have at least 1 entry"),
    ("tuning", {"max_parallel_jobs": 1, "ranges": {"max_depth": {"values": [1]}}},
     "tuning: 'max_jobs' is missing; it says how many training jobs may run in all"),
    ("tuning", ranges(max_depth={"values": [2]}) | {"max_jobs": 1}, "tuning.max_parallel_jobs: 2 must be at most "
     "max_jobs, 1"),
    ("tuning", ranges(depth={"values": [2]}), "tuning.ranges.depth: is no hyperparameter of boosting; did you mean "
     "'max_depth'?"),
    ("tuning", ranges(max_depth={"minimum": 2}), "tuning.ranges.max_depth: 'maximum' missing; give minimum and "
     "maximum, or values"),
    ("tuning", ranges(max_depth={"minimum": 5, "maximum": 2}), "tuning.ranges.max_depth: minimum 5 must be less than "
     "maximum 2"),
    ("tuning", ranges(max_depth={"minimum": 2, "maximum": 99}), "tuning.ranges.max_depth.maximum: 99 must be at most "
     "50"),
    ("tuning", ranges(max_depth={"minimum": 1.5, "maximum": 3}), "tuning.ranges.max_depth.minimum: 1.5 must be a whole "
     "number"),
    ("tuning", ranges(subsample={"values": [0.5, 2]}), "tuning.ranges.subsample.values.1: 2 must be at most 1"),
    ("tuning", ranges(subsample={"values": [1], "minimum": 1}), "tuning.ranges.subsample: has values and minimum; give "
     "either values, or minimum and maximum"),
    ("tuning", ranges(subsample={"minimum": 0.1, "maximum": 1, "scaling": "Log"}), "tuning.ranges.subsample.scaling: "
     "'Log' must be one of Auto, Linear, Logarithmic, ReverseLogarithmic"),
    ("tuning", ranges(subsample={"minimum": 0.1, "maximum": 1, "scaling": "ReverseLogarithmic"}),
     "tuning.ranges.subsample.scaling: ReverseLogarithmic needs a range from 0 to below 1, and it is 0.1 to 1"),
    ("tunning", {}, "top level: unknown key 'tunning'; did you mean 'tuning'?"),
]  # fmt: skip
OF_A_TASK = [
    ("regression", {"positive_class": "a"}, ("mae", 3), "data.positive_class: is of the task binary alone; take it out "
     "for regression"),
    ("regression", {}, ("mae", -1), "quality_gate.threshold: -1 must be at least 0 for mae"),
    ("regression", {}, ("r2", 2), "quality_gate.threshold: 2 must be at most 1 for r2"),
    ("multiclass", {}, ("auc", 0.5), "quality_gate.metric: 'auc' is no metric of the task multiclass; choose one of "
     "accuracy, f1_macro, log_loss"),
    ("binary", {}, ("auc", 0.5), "data: 'positive_class' is missing; the task binary needs the value of the target "
     "that counts as positive"),
]  # fmt: skip
REQUIRED = (
    "task",
    "algorithm",
    "data",
    "split",
    "preprocessing",
    "hyperparameters",
    "quality_gate",
    "compute",
    "cache",
)


def right():
    return {
        "task": "binary",
        "algorithm": "boosting",
        "data": {"source": "data/rows.csv", "target": "y", "positive_class": "a", "drop_columns": []},
        "split": {"test_fraction": 0.2, "validation_fraction": 0.2, "seed": 7},
        "preprocessing": ["split_data"],
        "hyperparameters": {"learning_rate": 0.1, "max_depth": 3, "n_estimators": 100, "subsample": 0.8},
        "quality_gate": {"metric": "auc", "threshold": 0.95},
        "compute": {
            "processing_instance_type": "ml.m5.large",
            "training_instance_type": "ml.m5.large",
            "inference_instance_types": ["ml.m5.large"],
            "volume_size_in_gb": 30,
            "max_runtime_in_seconds": 3600,
        },
        "cache": {"enabled": True, "expire_after": "P30D"},
    }


@pytest.fixture
def faults(tmp_path):
    """The lines that a document gets, in a repository with two algorithms, of which one is not described."""
    shutil.copy(SCHEMA, tmp_path)
    training = tmp_path / "algorithms" / "training"
    for name in ("preprocessing/split_data", "preprocessing/unique_rows", "training/own_code"):
        (tmp_path / "algorithms" / name).mkdir(parents=True)
    shutil.copytree(ALGORITHMS / "training" / "gradient_boosting", training / "boosting")
    (training / "boosting" / "algorithm.json").write_text(
        json.dumps({"framework": "scikit-learn", "tasks": ["binary", "multiclass", "regression"]})
    )

    def read(document):
        file = tmp_path / "input.json"
        file.write_text(json.dumps(document))
        try:
            read_settings(file, tmp_path / "algorithms")
        except SettingsError as error:
            return [fault.removeprefix("input.json: ") for fault in error.faults]
        return []

    return read


def test_what_the_table_starts_from_is_right(faults):
    assert faults(right()) == []


@pytest.mark.parametrize(("place", "value", "line"), WRONG, ids=[line[:70] for _, _, line in WRONG])
def test_a_wrong_value_gets_one_line(faults, place, value, line):
    document = right()
    *parts, name = place.split(".")
    holder = document
    for part in parts:
        holder = holder[part]
    holder[name] = value
    assert faults(document) == [line]


@pytest.mark.parametrize(("task", "data", "gate", "line"), OF_A_TASK, ids=[line[:70] for *_, line in OF_A_TASK])
def test_what_does_not_fit_the_task_gets_one_line(faults, task, data, gate, line):
    document = right()
    del document["data"]["positive_class"]
    document["task"] = task
    document["data"] |= data
    document["quality_gate"] = dict(zip(("metric", "threshold"), gate, strict=True))
    assert faults(document) == [line]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_part_is_named_with_what_it_says(faults, name):
    document = right()
    del document[name]
    (line,) = faults(document)
    assert line.startswith(f"top level: {name!r} is missing; it says ")


def test_an_algorithm_that_does_not_do_the_task_is_refused(faults, tmp_path):
    description = tmp_path / "algorithms" / "training" / "boosting" / "algorithm.json"
    description.write_text(json.dumps({"framework": "scikit-learn", "tasks": ["regression"]}))
    assert faults(right()) == ["algorithm: boosting does not do the task binary; it does regression"]


def test_a_framework_without_image_is_refused(faults, tmp_path):
    description = tmp_path / "algorithms" / "training" / "boosting" / "algorithm.json"
    description.write_text(json.dumps({"framework": "prolog", "tasks": ["binary"]}))
    (line,) = faults(right())
    assert line.startswith("algorithm: algorithms/training/boosting/algorithm.json: framework 'prolog' must be one of ")


def test_the_table_is_long_enough():
    assert len(WRONG) + len(OF_A_TASK) + len(REQUIRED) >= 60
