"""CI step 1: the repository has the tree that people and pipelines rely on, and its settings can be read."""

from collections.abc import Iterator
from pathlib import Path

from ci.banner import StepFailed, say
from ml_pipelines.settings import SettingsError, read_settings

FILES = (
    "README.md",
    "build_spec.yml",
    "pyproject.toml",
    "requirements.txt",
    "algorithms/shared_libraries/README.md",
    "ml_pipelines/README.md",
    "notebooks/README.md",
)
KINDS = ("shared_libraries", "preprocessing", "training", "inference", "postprocessing")
KINDS_WITH_TESTS = ("preprocessing", "training", "postprocessing")
NO_JOBS = frozenset({"test", "__pycache__"})


def validate(root: Path) -> None:
    faults = list(findings(root))
    if faults:
        raise StepFailed(
            "\n".join([f"{len(faults)} fault(s) in the structure of the repository:", *(f"  {f}" for f in faults)]),
            "correct every line above; README.md shows the tree. `make structure` repeats this step on your machine",
        )
    jobs = [f"{folder.parent.name}/{folder.name}" for folder in job_folders(root)]
    say(f"{len(jobs)} jobs: {', '.join(jobs)}")


def findings(root: Path) -> Iterator[str]:
    """One line for each fault, place first."""
    yield from (f"{name}: is missing" for name in FILES if not (root / name).is_file())
    yield from algorithm_findings(root)
    for folder in job_folders(root):
        yield from job_findings(root, folder)
    yield from module_findings(root)
    yield from pipeline_findings(root)
    if not any((root / "notebooks").glob("*.ipynb")):
        yield "notebooks: has no notebook; keep the one the solution started from, as first written"


def algorithm_findings(root: Path) -> Iterator[str]:
    for path in sorted((root / "algorithms").glob("*")):
        if path.name not in (*KINDS, "__pycache__"):
            yield f"algorithms/{path.name}: is not one of {', '.join(KINDS)}"
    for kind in ("preprocessing", "postprocessing"):
        if not any(folder.parent.name == kind for folder in job_folders(root)):
            yield f"algorithms/{kind}: has no job"
    if not any((root / "algorithms" / "shared_libraries" / "test").glob("test_*.py")):
        yield "algorithms/shared_libraries/test: has no test_*.py"


def job_folders(root: Path) -> list[Path]:
    kinds = [root / "algorithms" / kind for kind in KINDS[1:]]
    return [path for kind in kinds for path in sorted(kind.glob("*")) if path.is_dir() and path.name not in NO_JOBS]


def job_findings(root: Path, folder: Path) -> Iterator[str]:
    place = folder.relative_to(root).as_posix()
    yield from (f"{place}/{name}: is missing" for name in ("__main__.py", "README.md") if not (folder / name).is_file())
    if folder.parent.name in KINDS_WITH_TESTS and not any((folder / "test").glob("test_*.py")):
        yield f"{place}/test: has no test_*.py; every step has unit tests"
    for path in sorted(folder.rglob("*")):
        if path.name.lower() == "dockerfile" and path.name != "dockerfile":
            yield f"{path.relative_to(root).as_posix()}: must be called dockerfile, in lower case"


def module_findings(root: Path) -> Iterator[str]:
    """Modules of different jobs are tested in one process, where the second of a name would not be found."""
    owners: dict[str, list[str]] = {}
    for folder in job_folders(root):
        for file in sorted(folder.glob("*.py")):
            if file.name != "__main__.py":
                owners.setdefault(file.name, []).append(folder.relative_to(root).as_posix())
    for name, places in sorted(owners.items()):
        if len(places) > 1:
            yield f"{name}: exists in {' and '.join(places)}; give one of them another name"


def pipeline_findings(root: Path) -> Iterator[str]:
    pipelines = root / "ml_pipelines"
    if not (pipelines / "training" / "ml-pipeline-training.py").is_file():
        yield "ml_pipelines/training/ml-pipeline-training.py: is missing"
    if not (pipelines / "training" / "input.json").is_file():
        yield "ml_pipelines/training/input.json: is missing"
        return
    try:
        settings = read_settings(pipelines / "training" / "input.json")
    except SettingsError as error:
        yield f"ml_pipelines/training/{error}"
        return
    source = settings.data.source
    if not source.startswith("s3://") and not (root / source).is_file():
        yield f"ml_pipelines/training/input.json: data.source names {source}, which does not exist"
