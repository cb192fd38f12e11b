"""The settings of a pipeline: its input.json, checked against input.schema.json, all faults in one message."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError


class SettingsError(Exception):
    """The settings file is unusable; the message lists every fault."""


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
class Network:
    subnets: tuple[str, ...]
    security_group_ids: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    data: Data
    split: Split
    hyperparameters: dict[str, int | float]
    quality_gate: QualityGate
    compute: Compute
    cache: Cache
    network: Network


PARTS = {"data": Data, "split": Split, "quality_gate": QualityGate, "compute": Compute, "cache": Cache}


def read_settings(file: Path) -> Settings:
    """Settings of the pipeline in whose folder `file` lies; the schema lies beside it."""
    document = parse(file)
    schema = json.loads(file.with_name("input.schema.json").read_text(encoding="utf-8"))
    faults = [f"  {line}" for error in Draft202012Validator(schema).iter_errors(document) for line in explain(error)]
    if faults:
        raise SettingsError("\n".join([f"{file.name} has {len(faults)} fault(s):", *sorted(faults)]))
    parts = {name: kind(**frozen(document[name])) for name, kind in PARTS.items()}
    network = Network(**frozen(document["network"]))
    hyperparameters = typed(document["hyperparameters"], schema["properties"]["hyperparameters"]["properties"])
    return Settings(**parts, hyperparameters=hyperparameters, network=network)


def typed(values: dict[str, int | float], schema: dict[str, Any]) -> dict[str, int | float]:
    """Numbers of the kind that the schema says: 1 for a fraction is 1.0, so that another run may try 0.5."""
    kinds = {"integer": int, "number": float}
    return {name: kinds[schema[name]["type"]](value) for name, value in values.items()}


def frozen(part: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in part.items()}


def parse(file: Path) -> Any:
    """JSON as the standard has it: no NaN, no key twice. A byte order mark and Windows line ends do no harm."""
    try:
        return json.loads(
            file.read_text(encoding="utf-8-sig"), object_pairs_hook=unique_keys, parse_constant=refuse_constant
        )
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file.name} is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        message = f"{file.name} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        raise SettingsError(message) from None
    except ValueError as error:
        raise SettingsError(f"{file.name}: {error}") from None


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"key given twice: {', '.join(twice)}")
    return dict(pairs)


def refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is not a number that JSON knows")


def explain(error: ValidationError) -> Iterator[str]:
    """One line for each fault: place, what is wrong, what is right."""
    place = ".".join(map(str, error.absolute_path)) or "top level"
    if error.validator == "additionalProperties":
        known = sorted(error.schema["properties"])
        for name in sorted(set(error.instance) - set(known)):
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
            yield f"{place}: unknown key '{name}'; {hint}"
    elif error.validator == "pattern" and "description" in error.schema:
        yield f"{place}: {error.instance!r} is not {error.schema['description']}"
    else:
        yield f"{place}: {error.message}"
