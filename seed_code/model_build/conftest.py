"""Test set-up: every step is imported as in its job, where its own folder and shared_libraries/ stand side by side."""

import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
ALGORITHMS = ROOT / "algorithms"

sys.path[:0] = [str(ROOT), str(ALGORITHMS), *(str(main.parent) for main in sorted(ALGORITHMS.glob("*/*/__main__.py")))]


@pytest.fixture
def run_step_main(monkeypatch):
    """Run the __main__.py of a step in this process, with the given arguments."""

    def run(step, *arguments):
        words = [str(word) for part in arguments for word in part]
        monkeypatch.setattr(sys, "argv", [step, *words])
        runpy.run_path(str(ALGORITHMS / step / "__main__.py"), run_name="__main__")

    return run


@pytest.fixture(autouse=True)
def no_project_of_a_build(monkeypatch):
    """What a build that runs these tests has in its environment, accounts and networks, is of its project alone."""
    from ml_pipelines.project import DEVELOPMENT, IMAGES, NETWORK

    for variable in (DEVELOPMENT, IMAGES, *NETWORK.values()):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def project():
    """A project as CodeBuild would describe it."""
    from ml_pipelines.project import Project

    return Project(
        name="churn",
        id="p-abc123",
        region="eu-west-1",
        role="arn:aws:iam::123456789012:role/mlops/sagemaker-p-abc123-execution",
        bucket="sagemaker-p-abc123-ml-data-123456789012",
        kms_key="arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        main_group="churn-p-abc123",
        dev_group="churn-p-abc123-dev",
        branch="main",
        main_pipeline="churn-p-abc123-training",
        image_repository="123456789012.dkr.ecr.eu-west-1.amazonaws.com/mlops-p-abc123-images",
    )


@pytest.fixture
def channels(tmp_path, monkeypatch):
    """Makes the folders of a training job, with rows of a task that can be learnt, and names them as its image does."""
    import numpy as np
    import pandas as pd

    def make(task):
        values = np.random.default_rng(5).normal(size=(200, 2))
        target = {
            "binary": (values[:, 0] > 0).astype(int),
            "multiclass": np.digitize(values[:, 0], [-0.5, 0.5]),
            "regression": 20 * values[:, 0] + values[:, 1],
        }[task]
        rows = pd.DataFrame({"y": target, "first": values[:, 0], "second": values[:, 1]})
        for name, part in (("train", rows[:140]), ("validation", rows[140:])):
            (tmp_path / name).mkdir()
            part.to_csv(tmp_path / name / "rows.csv", index=False)
            monkeypatch.setenv(f"SM_CHANNEL_{name.upper()}", str(tmp_path / name))
        monkeypatch.setenv("SM_MODEL_DIR", str(tmp_path / "model"))
        return tmp_path

    return make


@pytest.fixture
def served(tmp_path):
    """How well a model folder answers the validation rows, through its request handler: accuracy, or r2."""
    import pandas as pd

    from shared_libraries.inference import input_fn, model_fn, predict_fn
    from shared_libraries.tasks import scores

    def judge(folder, task):
        rows = pd.read_csv(tmp_path / "validation" / "rows.csv")
        body = rows.iloc[:, 1:].to_csv(index=False, header=False)
        answers = predict_fn(input_fn(body, "text/csv"), model_fn(str(folder)))
        return scores(task, rows["y"].to_numpy(), answers)["r2" if task == "regression" else "accuracy"]

    return judge
