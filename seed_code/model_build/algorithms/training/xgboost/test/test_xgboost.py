import json

import pytest

NEEDED = {"learning_rate": 0.3, "max_depth": 2, "n_estimators": 30, "subsample": 1.0, "seed": 1}
ARGUMENTS = [text for name, value in NEEDED.items() for text in (f"--{name}", value)]


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_the_job_learns_every_task_and_leaves_a_model_that_answers(run_step_main, channels, served, task, capsys):
    folder = channels(task)
    run_step_main("training/xgboost", [*ARGUMENTS, "--task", task])
    assert served(folder / "model", task) > 0.8
    assert "validation:" in capsys.readouterr().out


def test_the_model_folder_holds_model_handler_and_facts(run_step_main, channels):
    model = channels("multiclass") / "model"
    run_step_main("training/xgboost", [*ARGUMENTS, "--task", "multiclass"])
    files = sorted(path.relative_to(model).as_posix() for path in model.rglob("*") if path.is_file())
    assert files == ["code/inference.py", "code/prediction.py", "model.ubj", "task.json"]
    assert json.loads((model / "task.json").read_text())["classes"] == [0, 1, 2]
