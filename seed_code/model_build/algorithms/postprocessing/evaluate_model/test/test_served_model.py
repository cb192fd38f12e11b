import io
import json
import tarfile

import numpy as np
import pytest

from served_model import load

HANDLER = """
from pathlib import Path
def model_fn(model_dir): return float((Path(model_dir) / "factor.txt").read_text())
def predict_fn(data, model): return data[:, 0] * model
"""
FACTS = json.dumps({"task": "binary", "features": ["size"], "classes": [0, 1]})
COMPLETE = {"factor.txt": "0.5", "code/inference.py": HANDLER, "task.json": FACTS}


def packed(folder, files):
    with tarfile.open(folder / "model.tar.gz", "w:gz") as content:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            content.addfile(member, io.BytesIO(text.encode()))
    return folder / "model.tar.gz"


def test_the_model_answers_through_its_own_handler(tmp_path):
    model = load(packed(tmp_path, COMPLETE))
    assert model.answer(np.array([[1.0], [0.5]])).tolist() == [0.5, 0.25]
    assert (model.task, model.features) == ("binary", ("size",))


def test_a_missing_model_stops_the_evaluation(tmp_path):
    with pytest.raises(ValueError, match=r"no model\.tar\.gz"):
        load(tmp_path / "model.tar.gz")


@pytest.mark.parametrize("name", ["code/inference.py", "task.json"])
def test_a_model_that_an_endpoint_could_not_serve_stops_the_evaluation(tmp_path, name):
    files = {other: text for other, text in COMPLETE.items() if other != name}
    with pytest.raises(ValueError, match=f"no {name}: an endpoint could not serve it"):
        load(packed(tmp_path, files))


def test_an_unknown_task_stops_the_evaluation(tmp_path):
    facts = json.dumps({"task": "ranking", "features": []})
    with pytest.raises(ValueError, match="task 'ranking'; known: binary, multiclass, regression"):
        load(packed(tmp_path, COMPLETE | {"task.json": facts}))
