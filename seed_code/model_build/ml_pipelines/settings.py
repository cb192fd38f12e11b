"""The settings of a pipeline: its input.json, checked against input.schema.json, all faults in one message."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ml_pipelines import schema_faults, strict_json


class SettingsError(Exception):
    """The settings file is unusable; one line for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Data:
    source: str
    target: str
    positive_class: str
    drop_columns: tuple[str, ...]


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
    data: Data
    split: Split
    hyperparameters: dict[str, int | float]
    quality_gate: QualityGate
    compute: Compute
    cache: Cache


PARTS = {
    "data": Data,
    "split": Split,
    "quality_gate": QualityGate,
    "compute": Compute,
    "cache": Cache,
}


def read_settings(file: Path) -> Settings:
    """Settings of the pipeline in whose folder `file` lies; the schema lies beside it."""
    try:
        document, schema = (strict_json.read(path) for path in (file, file.with_name("input.schema.json")))
    except strict_json.JsonError as error:
        raise SettingsError([str(error)]) from None
    faults = sorted(schema_faults.of(document, schema)) or list(contradictions(document))
    if faults:
        raise SettingsError([f"{file.name}: {fault}" for fault in faults])
    parts = {name: kind(**frozen(document[name])) for name, kind in PARTS.items()}
    hyperparameters = typed(document["hyperparameters"], schema["properties"]["hyperparameters"]["properties"])
    return Settings(**parts, hyperparameters=hyperparameters)


def contradictions(document: dict[str, Any]) -> Iterator[str]:
    """What is wrong between values that are right alone."""
    data = document["data"]
    if data["target"] in data["drop_columns"]:
        yield f"data.drop_columns: names the target {data['target']!r}; take it out there"


def typed(values: dict[str, int | float], schema: dict[str, Any]) -> dict[str, int | float]:
    """Numbers of the kind that the schema says: 1 for a fraction is 1.0, so that another run may try 0.5."""
    kinds = {"integer": int, "number": float}
    return {name: kinds[schema[name]["type"]](value) for name, value in values.items()}


def frozen(part: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in part.items()}
