"""CI step 1: the repository has the tree that people and pipelines rely on, and its settings can be read."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from ci.banner import StepFailed, say
from ml_pipelines.settings import SCHEMA, Data, SettingsError, read_settings, settings_file

FILES = (
    "README.md",
    "build_spec.yml",
    "pyproject.toml",
    "requirements.txt",
    "algorithms/shared_libraries/README.md",
    "ml_pipelines/README.md",
    "ml_pipelines/training/ml-pipeline-training.py",
    "ml_pipelines/training/input.schema.json",
    "notebooks/README.md",
)
PIPELINE = "ml_pipelines/training"
KINDS = ("shared_libraries", "preprocessing", "training", "inference", "postprocessing")
KINDS_WITH_TESTS = ("preprocessing", "training", "postprocessing")


def validate(root: Path) -> None:
    faults = list(findings(root))
    if faults:
        raise StepFailed(
            "\n".join([f"{len(faults)} fault(s):", *(f"  {fault}" for fault in faults)]),
            "correct every line above; README.md shows the tree. `make validate` repeats this step on your machine",
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
    yield from settings_findings(root)
    if not any((root / "notebooks").glob("*.ipynb")):
        yield "notebooks: has no notebook; keep the one the solution started from, as first written"


def algorithm_findings(root: Path) -> Iterator[str]:
    for path in sorted((root / "algorithms").glob("*")):
        if path.name not in KINDS and not is_left_behind(path):
            yield f"algorithms/{path.name}: is not one of {', '.join(KINDS)}"
    for kind in ("preprocessing", "postprocessing"):
        if not any(folder.parent.name == kind for folder in job_folders(root)):
            yield f"algorithms/{kind}: has no job"
    if not any((root / "algorithms" / "shared_libraries" / "test").glob("test_*.py")):
        yield "algorithms/shared_libraries/test: has no test_*.py"


def job_folders(root: Path) -> list[Path]:
    folders = [path for kind in KINDS[1:] for path in sorted((root / "algorithms" / kind).glob("*")) if path.is_dir()]
    return [path for path in folders if not is_left_behind(path)]


def is_left_behind(path: Path) -> bool:
    """By a tool, such as Python or Jupyter, and no part of the repository."""
    return path.name == "__pycache__" or path.name.startswith(".")


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


def settings_findings(root: Path) -> Iterator[str]:
    folder = root / PIPELINE
    if not (folder / SCHEMA).is_file():
        return  # named above, as missing
    try:
        file = settings_file(folder)
        data = read_settings(file, root / "algorithms").data
    except SettingsError as error:
        yield from (f"{PIPELINE}/{fault}" for fault in error.faults)
        return
    place = f"{PIPELINE}/{file.name}"
    if data.source.startswith("s3://"):
        return
    if (root / data.source).is_file():
        yield from (f"{place}: {fault}" for fault in column_findings(root, data))
    else:
        yield f"{place}: data.source names {data.source}, which does not exist"


def column_findings(root: Path, data: Data) -> Iterator[str]:
    """Columns that the settings name and the data does not have, as the first step would find minutes later."""
    import pandas as pd  # here, because it takes longer to load than everything else of this step

    try:
        columns = list(pd.read_csv(root / data.source, nrows=0).columns)
    except ValueError as error:
        yield f"data.source: {data.source} is not a CSV file with a header: {error}"
        return
    named = {"data.target": (data.target,), "data.drop_columns": data.drop_columns}
    for setting, names in named.items():
        for name in names:
            if name not in columns:
                near = get_close_matches(name, columns, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"it has: {', '.join(columns)}"
                yield f"{setting} names {name!r}, which is no column of {data.source}; {hint}"
