import joblib
import pandas as pd
import pytest

HYPERPARAMETERS = {"learning_rate": 0.1, "max_depth": 2, "n_estimators": 5, "subsample": 1.0, "seed": 1}
ARGUMENTS = [text for name, value in HYPERPARAMETERS.items() for text in (f"--{name}", value)]


@pytest.fixture
def channels(tmp_path, monkeypatch):
    rows = pd.DataFrame({"y": [0, 1] * 20, "a": range(40), "b": [0, 1] * 20})
    for name in ("train", "validation"):
        (tmp_path / name).mkdir()
        rows.to_csv(tmp_path / name / "rows.csv", index=False)
        monkeypatch.setenv(f"SM_CHANNEL_{name.upper()}", str(tmp_path / name))
    monkeypatch.setenv("SM_MODEL_DIR", str(tmp_path / "model"))
    return tmp_path


def test_the_step_finds_its_folders_in_the_variables_of_the_image(run_step_main, channels, capsys):
    run_step_main("training/gradient_boosting", ARGUMENTS)
    assert joblib.load(channels / "model" / "model.joblib").n_features_in_ == 2
    assert "validation:auc=1.0000;" in capsys.readouterr().out


def test_an_unknown_hyperparameter_is_refused(run_step_main, channels):
    with pytest.raises(SystemExit):
        run_step_main("training/gradient_boosting", [*ARGUMENTS, "--depth", 3])


def test_a_missing_channel_is_refused(run_step_main, channels, monkeypatch, capsys):
    monkeypatch.delenv("SM_CHANNEL_TRAIN")
    with pytest.raises(SystemExit):
        run_step_main("training/gradient_boosting", ARGUMENTS)
    assert "--train is missing" in capsys.readouterr().err
