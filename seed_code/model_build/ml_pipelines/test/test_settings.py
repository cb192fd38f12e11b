import json
import shutil
from pathlib import Path

import pytest

from ml_pipelines.settings import SettingsError, read_settings

SHIPPED = Path(__file__).parents[1] / "training" / "input.json"


@pytest.fixture
def write(tmp_path):
    """Write an input.json beside a copy of the schema; a function changes the shipped document first."""
    shutil.copy(SHIPPED.with_name("input.schema.json"), tmp_path)
    file = tmp_path / "input.json"

    def write_changed(change):
        document = json.loads(SHIPPED.read_text())
        change(document)
        file.write_text(json.dumps(document))
        return file

    return write_changed


def test_the_shipped_settings_are_valid():
    assert read_settings(SHIPPED).quality_gate.metric


@pytest.mark.parametrize(
    ("part", "name", "value", "words"),
    [
        ("split", "test_fraction", "0.2", "split.test_fraction: '0.2' must be a number"),
        ("split", "test_fraction", 1.5, "split.test_fraction: 1.5 must be at most 0.9"),
        ("split", "seed", 7.5, "split.seed: 7.5 must be a whole number"),
        ("quality_gate", "metric", "roc", "quality_gate.metric: 'roc' must be one of accuracy, auc, f1, "),
        ("quality_gate", "threshold", True, "quality_gate.threshold: True must be a number"),
        ("compute", "training_instance_type", "m5.large", "is not an instance type such as ml.m5.large"),
        ("compute", "inference_instance_types", [], "compute.inference_instance_types: [] must name at least 1"),
        ("cache", "expire_after", "30 days", "is not a duration such as P30D"),
        ("data", "source", "../secret.csv", "is not a CSV file of this repository"),
        ("data", "source", "s3://bucket/no-slash", "is not a CSV file of this repository"),
        ("data", "drop_columns", "none", "data.drop_columns: 'none' must be a list in [ ]"),
        ("data", "drop_columns", ["a", "a"], "data.drop_columns: ['a', 'a'] must not name anything twice"),
        ("hyperparameters", "learning_rate", 0, "hyperparameters.learning_rate: 0 must be more than 0"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(write, part, name, value, words):
    file = write(lambda document: document[part].update({name: value}))
    with pytest.raises(SettingsError) as refused:
        read_settings(file)
    assert words in str(refused.value)


def test_all_faults_are_named_at_once(write):
    def change(document):
        document["split"]["seed"] = -1
        document["quality_gate"]["treshold"] = document["quality_gate"].pop("threshold")

    with pytest.raises(SettingsError) as refused:
        read_settings(write(change))
    assert str(refused.value).splitlines() == [
        "input.json: quality_gate: 'threshold' is missing",
        "input.json: quality_gate: unknown key 'treshold'; did you mean 'threshold'?",
        "input.json: split.seed: -1 must be at least 0",
    ]


def test_the_target_cannot_be_dropped(write):
    file = write(lambda document: document["data"].update(drop_columns=[document["data"]["target"]]))
    with pytest.raises(SettingsError, match=r"data\.drop_columns: names the target"):
        read_settings(file)


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
    file = write(lambda document: None)
    file.write_text(text)
    with pytest.raises(SettingsError) as refused:
        read_settings(file)
    assert words in str(refused.value)


def test_a_missing_file_is_one_plain_line(tmp_path):
    with pytest.raises(SettingsError, match=r"input\.json: cannot be read: No such file"):
        read_settings(tmp_path / "input.json")


def test_bytes_that_are_no_text_are_refused(write):
    file = write(lambda document: None)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_settings(file)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(write):
    file = write(lambda document: None)
    file.write_bytes(b"\xef\xbb\xbf" + SHIPPED.read_bytes().replace(b"\n", b"\r\n"))
    assert read_settings(file) == read_settings(SHIPPED)


def test_a_whole_number_for_a_fraction_stays_a_fraction(write):
    settings = read_settings(write(lambda document: document["hyperparameters"].update(learning_rate=1, max_depth=4.0)))
    assert repr(settings.hyperparameters["learning_rate"]) == "1.0"
    assert repr(settings.hyperparameters["max_depth"]) == "4"
