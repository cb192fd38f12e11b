import io
import tarfile

import numpy as np
import pytest

from served_model import load

HANDLER = """
from pathlib import Path
def model_fn(model_dir): return float((Path(model_dir) / "factor.txt").read_text())
def predict_fn(data, model): return data[:, 0] * model
"""


def archive(folder, **files):
    with tarfile.open(folder / "model.tar.gz", "w:gz") as content:
        for name, text in files.items():
            member = tarfile.TarInfo(name.replace("__", "/").replace("_txt", ".txt").replace("_py", ".py"))
            member.size = len(text)
            content.addfile(member, io.BytesIO(text.encode()))
    return folder / "model.tar.gz"


def test_the_model_answers_through_its_own_handler(tmp_path):
    model = load(archive(tmp_path, factor_txt="0.5", code__inference_py=HANDLER))
    assert model(np.array([[1.0], [0.5]])).tolist() == [0.5, 0.25]


def test_a_missing_model_stops_the_evaluation(tmp_path):
    with pytest.raises(ValueError, match=r"no model\.tar\.gz"):
        load(tmp_path / "model.tar.gz")


def test_a_model_without_handler_stops_the_evaluation(tmp_path):
    with pytest.raises(ValueError, match=r"no code/inference\.py"):
        load(archive(tmp_path, factor_txt="0.5"))
