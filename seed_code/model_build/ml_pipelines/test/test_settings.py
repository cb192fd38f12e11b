import json
import shutil
from pathlib import Path

import pytest
import yaml

from ml_pipelines.settings import Range, SettingsError, read_settings, settings_file

SHIPPED = settings_file(Path(__file__).parents[1] / "training")
EXAMPLE = {
    "task": "binary",
    "algorithm": "gradient_boosting",
    "data": {"source": "data/rows.csv", "target": "outcome", "positive_class": "bad", "drop_columns": []},
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
"""What is tested here is said here: input.json may change."""
TUNING = {"max_jobs": 8, "max_parallel_jobs": 2, "ranges": {"max_depth": {"minimum": 2, "maximum": 5}}}


@pytest.fixture
def write(tmp_path):
    """Write settings beside a copy of the schema; a function changes the example first."""
    shutil.copy(SHIPPED.with_name("input.schema.json"), tmp_path)
    file = tmp_path / "input.json"

    def write_changed(change=lambda document: None):
        document = json.loads(json.dumps(EXAMPLE))
        change(document)
        file.write_text(json.dumps(document))
        return file

    return write_changed


def faults_of(file):
    with pytest.raises(SettingsError) as refused:
        read_settings(file)
    return [fault.removeprefix(f"{file.name}: ") for fault in refused.value.faults]


def test_the_shipped_settings_are_valid():
    assert read_settings(SHIPPED).quality_gate.metric


def test_all_faults_are_named_at_once(write):
    def change(document):
        document["split"]["seed"] = -1
        document["quality_gate"]["treshold"] = document["quality_gate"].pop("threshold")
        document["data"]["drop_columns"] = ["outcome"]
        document["hyperparameters"]["max_depth"] = 99
        document["tuning"] = TUNING | {"max_parallel_jobs": 9}

    assert faults_of(write(change)) == [
        "data.drop_columns: names the target 'outcome'; take it out there",
        "hyperparameters.max_depth: 99 must be at most 50",
        "quality_gate: 'threshold' is missing; it says the least value of the metric; of log_loss, mae and rmse the "
        "greatest",
        "quality_gate: unknown key 'treshold'; did you mean 'threshold'?",
        "split.seed: -1 must be at least 0",
        "tuning.max_parallel_jobs: 9 must be at most max_jobs, 8",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON in line 1, column 1: Expecting value"),
        ('{"data": 1,}', "is not JSON in line 1, column 12: the comma before this bracket is one too many"),
        ('{"data": NaN}', "NaN is not a number that JSON knows"),
        ('{"data": 1, "data": 2}', "key given twice: data; keep one"),
        ("[]", "top level: [] must be an object in { }"),
    ],
)
def test_text_that_is_no_settings_document_is_refused(write, text, words):
    file = write()
    file.write_text(text)
    assert words in "\n".join(faults_of(file))


def test_a_missing_file_is_one_plain_line(tmp_path):
    assert faults_of(tmp_path / "input.json") == ["is missing"]


def test_bytes_that_are_no_text_are_refused(write):
    file = write()
    file.write_bytes(b"\xff\xfe\x00")
    assert faults_of(file) == ["is not UTF-8 text; save it as UTF-8"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(write):
    file = write()
    plain = read_settings(file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b", ", b",\r\n"))
    assert read_settings(file) == plain


def test_a_whole_number_for_a_fraction_stays_a_fraction(write):
    settings = read_settings(write(lambda document: document["hyperparameters"].update(learning_rate=1, max_depth=4.0)))
    assert repr(settings.hyperparameters["learning_rate"]) == "1.0"
    assert repr(settings.hyperparameters["max_depth"]) == "4"


@pytest.mark.parametrize("name", ["input.yaml", "input.yml"])
def test_yaml_says_the_same_as_json(write, name):
    file = write(lambda document: document.update(tuning=TUNING))
    same = file.with_name(name)
    same.write_text(yaml.safe_dump(json.loads(file.read_text())))
    wanted = read_settings(file)
    file.unlink()
    assert settings_file(file.parent) == same
    assert read_settings(same) == wanted


def test_a_fault_of_yaml_names_its_file(write):
    file = write().with_name("input.yaml")
    file.write_text(yaml.safe_dump(EXAMPLE).replace("enabled: true", "enabled: on"))
    (fault,) = faults_of(file)
    assert "YAML takes on for true or false; write true or false" in fault


def test_two_settings_files_are_refused(write):
    file = write()
    file.with_name("input.yml").write_text("{}")
    with pytest.raises(SettingsError, match=r"input\.json and input\.yml: are both settings; keep one of them"):
        settings_file(file.parent)


def test_ranges_of_a_search_are_read(write):
    ranges = {"max_depth": {"values": [2, 4]}, "subsample": {"minimum": 0.5, "maximum": 1, "scaling": "Linear"}}
    settings = read_settings(write(lambda document: document.update(tuning=TUNING | {"ranges": ranges})))
    assert settings.tuning.ranges == {
        "max_depth": Range(values=(2, 4)),
        "subsample": Range(0.5, 1, "Linear"),
    }


def test_a_whole_number_may_be_the_threshold(write):
    settings = read_settings(write(lambda document: document["quality_gate"].update(threshold=1)))
    assert repr(settings.quality_gate.threshold) == "1.0"


def test_without_tuning_nothing_is_searched(write):
    assert read_settings(write()).tuning is None


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_another_task_needs_no_positive_class(write, task):
    def change(document):
        document["task"] = task
        del document["data"]["positive_class"]
        document["quality_gate"] = {"metric": {"multiclass": "f1_macro", "regression": "r2"}[task], "threshold": 0.4}

    assert read_settings(write(change)).task == task
