"""The model_build seed is a repository of its own: checked as itself, and as its README says."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from mlops_templates import data
from tests.seed_code.makefile import commands_named, commands_offered

SEED = data.seed_folder("model_build")
REPOSITORY = Path(__file__).parents[2]
STEPS = ("validate", "test", "images", "pipeline run")
RENDER = """
import sys
from ml_pipelines import definition, settings, source_code
from ml_pipelines.project import NAMED, VARIABLES, Project
project = Project(**dict.fromkeys([*VARIABLES, *NAMED], "x") | {"region": "eu-west-1", "role": "arn:aws:iam::1:role/x"})
chosen = settings.read_settings(definition.settings_file("training"))
text = definition.render("training", project, chosen, source_code.step_sources(), "s3://bucket/folder/")
open(sys.argv[1], "w").write(text)
"""


@pytest.fixture(scope="module")
def python(python_of: Callable[[Path], Path]) -> Path:
    return python_of(SEED)


def copy_to(folder: Path) -> Path:
    """What the bundle carries, and nothing else."""
    for file in data.seed_files("model_build"):
        target = folder / file.relative_to(SEED)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return copy_to(tmp_path / "repository")


def run(argv: list[str | Path], cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, argv)], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("step", STEPS[:3])
def test_the_ci_steps_that_need_no_account_pass(
    repository: Path, python: Path, plain_environment: dict[str, str], step: str
) -> None:
    got = run([python, "-m", "ci", step], repository, plain_environment)
    assert got.returncode == 0, got.stdout + got.stderr
    assert re.search(r"CI step \d of 5: .*: passed", got.stdout)


def test_its_own_checks_pass_on_other_data_by_settings_alone(
    repository: Path, python: Path, plain_environment: dict[str, str]
) -> None:
    (repository / "data" / "breast_cancer.csv").unlink()
    (repository / "data" / "loans.csv").write_text("number,outcome,score\n1,bad,0.3\n")
    settings = repository / "ml_pipelines" / "training" / "input.json"
    document = json.loads(settings.read_text())
    document["data"] = {
        "source": "data/loans.csv",
        "target": "outcome",
        "positive_class": "bad",
        "drop_columns": ["number"],
    }
    document["quality_gate"] = {"metric": "recall", "threshold": 0.4}
    document["compute"]["training_instance_type"] = "ml.c5.xlarge"
    document["cache"] = {"enabled": False, "expire_after": "P1D"}
    settings.write_text(json.dumps(document))
    for step in STEPS[:2]:
        got = run([python, "-m", "ci", step], repository, plain_environment)
        assert got.returncode == 0, got.stdout + got.stderr


def test_the_notebook_runs_from_top_to_bottom(
    repository: Path, python: Path, plain_environment: dict[str, str]
) -> None:
    notebook = json.loads((repository / "notebooks" / "explore_measurements.ipynb").read_text())
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    environment = plain_environment | {"MPLBACKEND": "agg"}
    got = run([python, "-W", "error", "-c", "\n".join(cells)], repository / "notebooks", environment)
    assert got.returncode == 0, got.stderr


def test_a_failing_unit_test_stops_the_build(repository: Path, python: Path, plain_environment: dict[str, str]) -> None:
    target = repository / "algorithms" / "preprocessing" / "split_data" / "target.py"
    target.write_text(target.read_text().replace("labels == positive_class)", "labels != positive_class)"))
    shutil.rmtree(repository / "ml_pipelines" / "training" / "test")  # the slow one
    got = run([python, "-m", "ci", "test"], repository, plain_environment)
    assert got.returncode == 1
    assert "test_the_target_becomes_zero_or_one" in got.stdout
    assert "CI step 2 of 5: unit tests and static analysis: FAILED" in got.stdout
    assert "What to do:" in got.stdout


def test_a_badly_styled_line_stops_the_build(repository: Path, python: Path, plain_environment: dict[str, str]) -> None:
    (repository / "ci" / "untidy.py").write_text("import os,sys\n")
    shutil.rmtree(repository / "ml_pipelines")
    got = run([python, "-m", "ci", "test"], repository, plain_environment)
    assert got.returncode == 1
    assert "ruff check: `make format` repairs" in got.stdout


def test_a_step_that_needs_an_account_says_which_variables_are_missing(
    repository: Path, python: Path, plain_environment: dict[str, str]
) -> None:
    environment = plain_environment | {"CODEBUILD_RESOLVED_SOURCE_VERSION": "0" * 40}
    got = run([python, "-m", "ci", "pipeline"], repository, environment)
    assert got.returncode == 1
    assert "CI step 4 of 5: upsert the SageMaker pipeline: FAILED" in got.stdout
    assert "SAGEMAKER_PROJECT_NAME" in got.stdout
    assert "Traceback" not in got.stdout + got.stderr


def test_two_machines_render_the_same_bytes(tmp_path: Path, python: Path, plain_environment: dict[str, str]) -> None:
    texts = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        folder = copy_to(tmp_path / seed)
        environment = plain_environment | {"PYTHONHASHSEED": seed, "TZ": zone, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
        got = run([python, "-c", RENDER, "definition.json"], folder, environment)
        assert got.returncode == 0, got.stderr
        texts.append((folder / "definition.json").read_bytes())
    assert texts[0] == texts[1]


def test_the_steps_run_on_other_data_by_settings_alone(
    repository: Path, tmp_path: Path, python: Path, plain_environment: dict[str, str]
) -> None:
    rows = [f"{index},{'bad' if index % 3 else 'good'},{(index % 3) * 2 + index % 5}" for index in range(300)]
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "loans.csv").write_text("\n".join(["number,outcome,score", *rows]) + "\n")
    environment = plain_environment | {"PYTHONPATH": str(repository / "algorithms")}
    steps = repository / "algorithms"
    names = ["--target", "outcome", "--positive-class", "bad", "--drop-column", "number"]
    sizes = ["--test-fraction", "0.2", "--validation-fraction", "0.2", "--seed", "1"]
    folders = ["--input", tmp_path / "raw", "--output", tmp_path]
    channels = ["--train", tmp_path / "train", "--validation", tmp_path / "validation"]
    numbers = ["--learning_rate", "0.1", "--max_depth", "2", "--n_estimators", "9", "--subsample", "1", "--seed", "1"]
    judged = ["--model", tmp_path, "--test", tmp_path / "test", "--output", tmp_path / "out"]
    gate = ["--metric", "auc", "--threshold", "0.9", "--seed", "1"]
    for argv in (
        [steps / "preprocessing" / "split_data", *folders, *names, *sizes],
        [steps / "training" / "gradient_boosting", *channels, "--model-dir", tmp_path / "model", *numbers],
        ["-m", "tarfile", "-c", "../model.tar.gz", "model.joblib", "task.json", "code"],
        [steps / "postprocessing" / "evaluate_model", *judged, *gate],
    ):
        cwd = tmp_path / "model" if "tarfile" in argv else tmp_path
        got = run([python, *argv], cwd, environment)
        assert got.returncode == 0, got.stderr
    verdict = json.loads((tmp_path / "out" / "evaluation.json").read_text())["quality_gate"]
    assert verdict["value"] > 0.7


def test_it_stands_alone() -> None:
    for path in SEED.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert "mlops_templates" not in {name.split(".")[0] for name in names}, path


def test_what_git_tracks_is_what_the_bundle_carries() -> None:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "seed_code/model_build"]
    tracked = subprocess.run(listed, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout.splitlines()
    carried = [f"seed_code/model_build/{path.relative_to(SEED).as_posix()}" for path in data.seed_files("model_build")]
    assert sorted(tracked) == sorted(carried)


@pytest.mark.parametrize("lock", ["requirements.txt", "algorithms/postprocessing/evaluate_model/requirements.txt"])
def test_every_requirement_is_pinned_by_hash_and_no_index_is_named(lock: str) -> None:
    text = (SEED / lock).read_text()
    lines = text.replace("\\\n", "").splitlines()
    assert lines and all("==" in line and "--hash=sha256:" in line for line in lines)
    assert "://" not in text and "index" not in text


def test_the_build_runs_the_five_steps_in_order() -> None:
    specification = yaml.safe_load((SEED / "build_spec.yml").read_text())
    assert specification["version"] == 0.2
    assert specification["phases"]["build"]["commands"] == [f"python -m ci {step}" for step in (*STEPS, "clean-up")]
    assert specification["env"]["exported-variables"] == ["BUILD_ID", "MODEL_PACKAGE_ARN"]


def test_every_command_that_the_documents_name_is_in_the_makefile() -> None:
    assert commands_named(SEED) <= commands_offered(SEED)


def test_no_step_knows_a_column_of_the_data() -> None:
    columns = (SEED / "data" / "breast_cancer.csv").read_text().splitlines()[0].split(",")
    for path in (SEED / "algorithms").rglob("*.py"):
        words = set(re.findall(r"\w+", path.read_text()))
        assert not words & set(columns), path


def test_the_data_is_large_enough_and_its_licence_stated() -> None:
    assert len((SEED / "data" / "breast_cancer.csv").read_text().splitlines()) == 570
    notice = (SEED / "data" / "README.md").read_text()
    assert "CC BY 4.0" in notice and "10.24432/C5DW2B" in notice


def test_the_tree_in_the_readme_is_the_real_one() -> None:
    block = (SEED / "README.md").read_text().split("## The tree")[1].split("```")[1]
    shown, folders = set(), []
    for line in filter(None, block.splitlines()):
        depth, names = (len(line) - len(line.lstrip())) // 2, re.split(r"\s{2,}", line.strip())[0].split(", ")
        folders[depth:] = [names[0].rstrip("/")]
        shown |= {"/".join([*folders[:depth], name.rstrip("/")]) for name in names}
    assert not [path for path in shown if not (SEED / path).exists()]
    top = {path.relative_to(SEED).parts[0] for path in data.seed_files("model_build")}
    unmentioned = {name for name in top if not name.startswith(".")} - {path.split("/")[0] for path in shown}
    assert unmentioned == {"README.md", "CHANGELOG.md", "LICENSE"}
