import json
import shutil
from pathlib import Path

import pytest

from ci.banner import StepFailed
from ci.structure import findings, validate

ROOT = Path(__file__).parents[2]
SKIPPED = shutil.ignore_patterns("__pycache__", "build", ".*")
SETTINGS = "ml_pipelines/training/input.json"


@pytest.fixture
def repository(tmp_path):
    """A copy of this repository, to be damaged."""
    shutil.copytree(ROOT, tmp_path / "copy", ignore=SKIPPED)
    write("data/rows.csv", "outcome,age,income\n")(tmp_path / "copy")
    settings(data={"source": "data/rows.csv", "target": "outcome", "drop_columns": []})(tmp_path / "copy")
    return tmp_path / "copy"


def remove(name):
    return lambda root: shutil.rmtree(root / name) if (root / name).is_dir() else (root / name).unlink()


def rename(name, other):
    return lambda root: (root / name).rename(root / other)


def write(name, text=""):
    def change(root):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)

    return change


def settings(**changes):
    def damage(root):
        document = json.loads((root / SETTINGS).read_text())
        for part, values in changes.items():
            document[part].update(values)
        (root / SETTINGS).write_text(json.dumps(document))

    return damage


EVALUATE, SPLIT = "algorithms/postprocessing/evaluate_model", "algorithms/preprocessing/split_data"
DAMAGES = {
    "no readme": (remove("README.md"), "README.md: is missing"),
    "no build specification": (remove("build_spec.yml"), "build_spec.yml: is missing"),
    "no lock file": (remove("requirements.txt"), "requirements.txt: is missing"),
    "no readme of the pipelines": (remove("ml_pipelines/README.md"), "ml_pipelines/README.md: is missing"),
    "no notebook": (
        lambda root: [file.unlink() for file in (root / "notebooks").glob("*.ipynb")],
        "notebooks: has no notebook; keep the one the solution started from, as first written",
    ),
    "step without code": (remove(f"{SPLIT}/__main__.py"), f"{SPLIT}/__main__.py: is missing"),
    "step without readme": (remove(f"{EVALUATE}/README.md"), f"{EVALUATE}/README.md: is missing"),
    "step without tests": (
        remove(f"{EVALUATE}/test"),
        f"{EVALUATE}/test: has no test_*.py; every step has unit tests",
    ),
    "shared code without tests": (
        remove("algorithms/shared_libraries/test"),
        "algorithms/shared_libraries/test: has no test_*.py",
    ),
    "no preprocessing": (remove("algorithms/preprocessing"), "algorithms/preprocessing: has no job"),
    "misspelt folder": (
        write("algorithms/postprocesing/x.py"),
        "algorithms/postprocesing: is not one of shared_libraries, preprocessing, training, inference, postprocessing",
    ),
    "capital dockerfile": (
        write(f"{SPLIT}/Dockerfile"),
        f"{SPLIT}/Dockerfile: must be called dockerfile, in lower case",
    ),
    "two modules of a name": (
        write(f"{SPLIT}/report.py"),
        f"report.py: exists in {SPLIT} and {EVALUATE}; give one of them another name",
    ),
    "renamed pipeline": (
        rename("ml_pipelines/training/ml-pipeline-training.py", "ml_pipelines/training/pipeline.py"),
        "ml_pipelines/training/ml-pipeline-training.py: is missing",
    ),
    "no settings": (remove(SETTINGS), f"{SETTINGS}: is missing"),
    "no schema": (
        remove("ml_pipelines/training/input.schema.json"),
        "ml_pipelines/training/input.schema.json: is missing",
    ),
    "missing data": (
        settings(data={"source": "data/other.csv"}),
        f"{SETTINGS}: data.source names data/other.csv, which does not exist",
    ),
    "misspelt target": (
        settings(data={"target": "outcom"}),
        f"{SETTINGS}: data.target names 'outcom', which is no column of data/rows.csv; did you mean 'outcome'?",
    ),
    "unknown column": (
        settings(data={"drop_columns": ["id"]}),
        f"{SETTINGS}: data.drop_columns names 'id', which is no column of data/rows.csv; it has: outcome, age, income",
    ),
    "empty data": (
        write("data/rows.csv"),
        f"{SETTINGS}: data.source: data/rows.csv is not a CSV file with a header: No columns to parse from file",
    ),
}


def test_this_repository_has_no_finding():
    assert list(findings(ROOT)) == []


@pytest.mark.parametrize(("damage", "line"), DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damage_is_found_and_named(repository, damage, line):
    damage(repository)
    assert list(findings(repository)) == [line]


def test_unreadable_settings_are_a_finding(repository):
    write(SETTINGS, "{")(repository)
    (line,) = findings(repository)
    assert line.startswith(f"{SETTINGS}: is not JSON in line 1, column 2")


def test_each_fault_of_the_settings_is_a_finding(repository):
    settings(split={"seed": -1}, quality_gate={"metric": "roc"})(repository)
    assert [line.split(": ")[:2] for line in findings(repository)] == [
        [SETTINGS, "quality_gate.metric"],
        [SETTINGS, "split.seed"],
    ]


def test_what_tools_leave_behind_is_no_part_of_the_repository(repository):
    write("algorithms/.ipynb_checkpoints/x.ipynb")(repository)
    write("algorithms/training/.ipynb_checkpoints/x.py")(repository)
    assert list(findings(repository)) == []


def test_all_damages_are_named_at_once_and_stop_the_build(repository):
    remove("build_spec.yml")(repository)
    remove("notebooks/README.md")(repository)
    with pytest.raises(StepFailed, match=r"(?s)2 fault.*build_spec\.yml.*notebooks/README\.md") as stopped:
        validate(repository)
    assert "make validate" in stopped.value.what_to_do


def test_data_in_s3_needs_no_file_here(repository):
    settings(data={"source": "s3://lake/churn/"})(repository)
    assert list(findings(repository)) == []
