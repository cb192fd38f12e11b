import json
import sys
from types import ModuleType

import numpy as np
import pytest

from shared_libraries.inference import input_fn, model_fn, output_fn, predict_fn

PREDICTION = """
def load(folder): return float((folder / "factor.txt").read_text())
def predict(model, rows, task): return rows.sum(axis=1) * model
"""


class ToolkitError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status_code = status


@pytest.fixture
def toolkit(monkeypatch):
    """The serving image's error class, as sagemaker_inference gives it to a handler."""
    errors = ModuleType("sagemaker_inference.errors")
    errors.GenericInferenceToolkitError = ToolkitError
    monkeypatch.setitem(sys.modules, "sagemaker_inference", ModuleType("sagemaker_inference"))
    monkeypatch.setitem(sys.modules, "sagemaker_inference.errors", errors)


@pytest.fixture
def model(tmp_path):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "prediction.py").write_text(PREDICTION)
    (tmp_path / "factor.txt").write_text("0.5")
    (tmp_path / "task.json").write_text(json.dumps({"task": "regression", "features": ["a", "b"]}))
    return model_fn(str(tmp_path))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("1,2\n3.5,-4e1\n", "text/csv"),
        (b"1,2\r\n3.5,-40", "text/csv; charset=utf-8"),
        ('{"instances": [[1, 2], [3.5, -40]]}', "application/json"),
        (b'{"instances": [[1, 2], [3.5, -40]]}', "Application/JSON"),
    ],
)
def test_csv_and_json_say_the_same(body, content_type):
    assert input_fn(body, content_type).tolist() == [[1.0, 2.0], [3.5, -40.0]]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("1,2", "image/png", 415),
        ("1,2", None, 415),
        ("", "text/csv", 400),
        ("1,two", "text/csv", 400),
        ("1,", "text/csv", 400),
        ("1,nan", "text/csv", 400),
        ("1,2\n3", "text/csv", 400),
        (b"\xff\xfe", "text/csv", 400),
        ("{", "application/json", 400),
        ("[1, 2]", "application/json", 400),
        ('{"rows": [[1, 2]]}', "application/json", 400),
        ('{"instances": []}', "application/json", 400),
        ('{"instances": [1, 2]}', "application/json", 400),
        ('{"instances": [[1, "2"]]}', "application/json", 400),
        ('{"instances": [[1, null]]}', "application/json", 400),
        ('{"instances": [[1, true]]}', "application/json", 400),
        ('{"instances": [[1, NaN]]}', "application/json", 400),
        ('{"instances": [[1, [2]]]}', "application/json", 400),
    ],
)
def test_a_wrong_request_is_refused_with_its_status(toolkit, body, content_type, status):
    with pytest.raises(ToolkitError) as refused:
        input_fn(body, content_type)
    assert refused.value.status_code == status


def test_a_wrong_number_of_values_is_refused(toolkit, model):
    with pytest.raises(ToolkitError, match="each row needs 2 values, but has 3") as refused:
        predict_fn(np.ones((1, 3)), model)
    assert refused.value.status_code == 400


def test_without_the_serving_image_a_refusal_is_a_value_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "sagemaker_inference.errors", None)
    with pytest.raises(ValueError, match="content type"):
        input_fn("1,2", "text/plain")


def test_a_refusal_does_not_repeat_the_data(toolkit):
    with pytest.raises(ToolkitError) as refused:
        input_fn("1,secret-name", "text/csv")
    assert "secret-name" not in str(refused.value)


def test_the_model_is_loaded_and_asked_by_the_code_beside_it(model):
    assert predict_fn(np.array([[1.0, 2.0], [3.0, 3.0]]), model).tolist() == [1.5, 3.0]


@pytest.mark.parametrize("accept", ["application/json", "*/*", None, "text/html, application/json"])
def test_json_is_the_usual_answer(accept):
    body, kind = output_fn(np.array([0.25, 0.5]), accept)
    assert kind == "application/json"
    assert json.loads(body) == {"predictions": [0.25, 0.5]}


def test_csv_is_one_answer_a_line():
    assert output_fn(np.array([0.25, 0.5]), "text/csv") == ("0.25\n0.5", "text/csv")


def test_an_answer_may_be_a_probability_for_each_class():
    answers = np.array([[0.25, 0.75], [1, 0]])
    assert output_fn(answers, "text/csv") == ("0.25,0.75\n1.0,0.0", "text/csv")
    assert json.loads(output_fn(answers, "application/json")[0]) == {"predictions": [[0.25, 0.75], [1.0, 0.0]]}


def test_another_answer_type_is_refused(toolkit):
    with pytest.raises(ToolkitError) as refused:
        output_fn(np.array([0.25]), "image/png")
    assert refused.value.status_code == 406
