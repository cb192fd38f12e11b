"""The settings of a pipeline: its input.json or input.yaml, checked by input.schema.json; all faults in one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ml_pipelines import algorithm, contradictions, schema_faults, strict_json, strict_yaml
from ml_pipelines.algorithm import Algorithm
from ml_pipelines.source_code import ALGORITHMS

NAMES = ("input.json", "input.yaml", "input.yml")
SCHEMA = "input.schema.json"


class SettingsError(Exception):
    """The settings file is unusable; one line for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Data:
    source: str
    target: str
    drop_columns: tuple[str, ...]
    positive_class: str = ""
    """Of the task binary alone."""


@dataclass(frozen=True)
class Split:
    test_fraction: float
    validation_fraction: float
    seed: int


@dataclass(frozen=True)
class QualityGate:
    metric: str
    threshold: float


@dataclass(frozen=True)
class Range:
    """Where a hyperparameter is looked for: between two numbers, or among values."""

    minimum: float | None = None
    maximum: float | None = None
    scaling: str = "Auto"
    values: tuple[str | int | float, ...] = ()


@dataclass(frozen=True)
class Tuning:
    max_jobs: int
    max_parallel_jobs: int
    ranges: dict[str, Range]


@dataclass(frozen=True)
class Compute:
    processing_instance_type: str
    training_instance_type: str
    inference_instance_types: tuple[str, ...]
    volume_size_in_gb: int
    max_runtime_in_seconds: int


@dataclass(frozen=True)
class Cache:
    enabled: bool
    expire_after: str


@dataclass(frozen=True)
class Settings:
    task: str
    algorithm: Algorithm
    data: Data
    split: Split
    preprocessing: tuple[str, ...]
    hyperparameters: dict[str, int | float]
    quality_gate: QualityGate
    compute: Compute
    cache: Cache
    tuning: Tuning | None = None


PARTS = {
    "data": Data,
    "split": Split,
    "compute": Compute,
    "cache": Cache,
}


def settings_file(folder: Path) -> Path:
    """The settings of the pipeline in this folder; input.json where there is none."""
    found = [folder / name for name in NAMES if (folder / name).is_file()]
    if len(found) > 1:
        raise SettingsError([f"{' and '.join(file.name for file in found)}: are both settings; keep one of them"])
    return found[0] if found else folder / NAMES[0]


def read_document(file: Path) -> Any:
    return (strict_json if file.suffix == ".json" else strict_yaml).read(file)


def read_settings(file: Path, algorithms: Path = ALGORITHMS) -> Settings:
    """Settings of the pipeline in whose folder `file` lies; the schema lies beside it."""
    try:
        document = read_document(file)
        schema = strict_json.read(file.with_name(SCHEMA))
    except strict_json.JsonError as error:
        raise SettingsError([str(error)]) from None
    faults = schema_faults.of(document, schema)
    wrong = {fault.part for fault in faults}
    lines = [str(fault) for fault in faults] + list(contradictions.of(document, wrong, algorithms))
    if lines:
        raise SettingsError([f"{file.name}: {line}" for line in sorted(lines)])
    return settings_of(document, algorithm.read(algorithms / "training" / document["algorithm"]))


def settings_of(document: dict[str, Any], chosen: Algorithm) -> Settings:
    """The values of a document without a fault."""
    return Settings(
        task=document["task"],
        algorithm=chosen,
        preprocessing=tuple(document["preprocessing"]),
        hyperparameters=typed(document["hyperparameters"], chosen.hyperparameters),
        tuning=tuning_of(document["tuning"]) if "tuning" in document else None,
        quality_gate=QualityGate(document["quality_gate"]["metric"], float(document["quality_gate"]["threshold"])),
        **{name: kind(**frozen(document[name])) for name, kind in PARTS.items()},
    )


def tuning_of(part: dict[str, Any]) -> Tuning:
    ranges = {name: Range(**frozen(choice)) for name, choice in part["ranges"].items()}
    return Tuning(part["max_jobs"], part["max_parallel_jobs"], ranges)


def typed(values: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Numbers of the kind that the schema says: 1 for a fraction is 1.0, so that another run may try 0.5."""
    kinds = {"integer": int, "number": float}
    return {name: kinds.get(schemas[name].get("type"), lambda same: same)(value) for name, value in values.items()}


def frozen(part: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in part.items()}
