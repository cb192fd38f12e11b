import json
import tarfile

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

from served_model import Model


@pytest.fixture(scope="session")
def rows():
    """Held-out rows of a task: `signal` tells the target, `noise` does not, `group` has two values."""

    def make(task, count=160):
        values = np.random.default_rng(3).normal(size=(count, 2))
        target = {
            "binary": (values[:, 0] + values[:, 1] / 3 > 0).astype(int),
            "multiclass": np.digitize(values[:, 0] + values[:, 1] / 5, [-0.5, 0.5]),
            "regression": 30 * values[:, 0] + 5 * values[:, 1],
        }[task]
        group = np.arange(count) % 2
        return pd.DataFrame({"y": target, "signal": values[:, 0], "noise": values[:, 1], "group": group})

    return make


@pytest.fixture(scope="session")
def asked():
    """A model of a task that answers with a function of the rows."""

    def make(task, answer, features=("signal", "noise", "group")):
        return Model(task, features, answer)

    return make


@pytest.fixture
def archive(tmp_path):
    """Packs a trained model as the training step of gradient_boosting leaves it."""
    from shared_libraries.training_job import HANDLER

    def make(task, table, model=None, name="model"):
        import sklearn_prediction

        kind = GradientBoostingRegressor if task == "regression" else GradientBoostingClassifier
        values, target = table.iloc[:, 1:].to_numpy(dtype=float), table.iloc[:, 0].to_numpy()
        folder = tmp_path / name
        folder.mkdir()
        joblib.dump(model or kind(n_estimators=12, random_state=1).fit(values, target), folder / "model.joblib")
        facts = {"task": task, "features": list(table.columns[1:]), "classes": [0, 1]}
        (folder / "task.json").write_text(json.dumps(facts))
        with tarfile.open(folder / "model.tar.gz", "w:gz") as packed:
            for file in ("model.joblib", "task.json"):
                packed.add(folder / file, file)
            packed.add(HANDLER, "code/inference.py")
            packed.add(sklearn_prediction.__file__, "code/prediction.py")
        return folder

    return make
