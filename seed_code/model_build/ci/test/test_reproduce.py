import json
import subprocess
from pathlib import Path

import boto3
import pytest

from ci import reproduce
from ci.banner import StepFailed
from ci.past_run import PastRun
from ml_pipelines.project import VARIABLES

THEN = {"auc": 0.75, "f1": 0.5}
PAST = PastRun("arn:aws:sagemaker:eu-west-1:123456789012:model-package/g/3", "c0ffee1", "b", "churn/x", "s3://b/e.json")


@pytest.fixture
def commands(monkeypatch, project):
    """The commands that are run; and what the run measures, for a test to change."""
    commands = []

    def run(command, cwd, env, check):
        commands.append((command[1:], env))
        for place in ("build", "build/local"):
            (cwd / place).mkdir(parents=True, exist_ok=True)
            (cwd / place / "evaluation.json").write_text(json.dumps({"metrics": now}))

    now = dict(THEN)
    for field, variable in VARIABLES.items():
        monkeypatch.setenv(variable, getattr(project, field))
    monkeypatch.setattr(boto3, "client", lambda service, **_: None)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(reproduce, "version_named", lambda registry, group, wanted: f"{group}/{wanted}")
    monkeypatch.setattr(reproduce, "past_run", lambda registry, version: PAST)
    monkeypatch.setattr(reproduce, "restore", lambda s3, past, root, folder, local: Path(folder).mkdir(parents=True))
    monkeypatch.setattr(
        reproduce, "download", lambda s3, uri, file: file.write_text(json.dumps({"metrics": THEN})) and None
    )
    return commands, now


def test_the_same_metrics_are_a_reproduction(commands, tmp_path, capsys):
    reproduce.reproduce(tmp_path, "3", local=False)
    assert "reproduced: every metric is as registered (auc 0.7500, f1 0.5000)" in capsys.readouterr().out


def test_other_metrics_are_named_with_their_distance(commands, tmp_path):
    commands[1]["auc"] = 0.5
    with pytest.raises(StepFailed, match=r"not reproduced:\n  auc 0\.75 then, 0\.5 now \(-0\.25\)$"):
        reproduce.reproduce(tmp_path, "3", local=False)


def test_a_metric_that_only_one_of_both_has_is_a_difference():
    with pytest.raises(StepFailed, match=r"auc was measured then only\n  r2 was measured now only"):
        reproduce.compare({"auc": 1.0}, {"r2": 1.0})


def test_the_last_digits_are_no_difference():
    reproduce.compare({"auc": 0.1 + 0.2}, {"auc": 0.3})


def test_it_runs_under_the_commit_of_then_as_a_branch_of_its_own(commands, tmp_path, capsys):
    """So main's pipeline, its group and its cached steps have no part in it."""
    reproduce.reproduce(tmp_path, "3", local=False)
    ((words, environment),) = commands[0]
    assert words == ["-m", "ci", "pipeline", "run"]
    assert environment["CODEBUILD_RESOLVED_SOURCE_VERSION"] == "c0ffee1"
    assert environment["BRANCH_NAME"].startswith("reproduce-3-")
    assert f"BRANCH_NAME={environment['BRANCH_NAME']} make cleanup" in capsys.readouterr().out


def test_on_a_laptop_no_pipeline_runs_and_nothing_is_left_to_take_away(commands, tmp_path, capsys):
    reproduce.reproduce(tmp_path, "3", local=True)
    ((words, _),) = commands[0]
    assert words == ["-m", "ci", "run-local"]
    assert "make cleanup" not in capsys.readouterr().out


def test_a_run_that_measured_nothing_is_a_failure_and_no_reproduction(commands, tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)
    with pytest.raises(StepFailed, match="measured nothing"):
        reproduce.reproduce(tmp_path, "3", local=True)


def test_without_a_version_it_says_how_to_name_one(tmp_path):
    with pytest.raises(StepFailed, match="no model version is named") as stopped:
        reproduce.reproduce(tmp_path, "", local=False)
    assert "make reproduce MODEL=3" in stopped.value.what_to_do
