"""What is wrong between values that are right alone: a metric of another task, a range outside what is allowed."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from ml_pipelines import algorithm, schema_faults, tuning_faults
from ml_pipelines.algorithm import Algorithm
from ml_pipelines.metrics import metrics_of
from ml_pipelines.strict_json import JsonError

SPLITTING = "split_data"


def of(document: Any, wrong: Collection[str], algorithms: Path) -> Iterator[str]:
    """One line for each fault; parts that the schema already found wrong are left alone."""
    parts = document if isinstance(document, dict) else {}
    sound = {name: value for name, value in parts.items() if name not in wrong}
    if {"task", "data"} <= set(sound):
        yield from data_faults(sound["task"], sound["data"])
    if {"task", "quality_gate"} <= set(sound):
        yield from gate_faults(sound["task"], sound["quality_gate"])
    if "preprocessing" in sound:
        yield from preprocessing_faults(sound["preprocessing"], algorithms)
    if "algorithm" in sound:
        yield from algorithm_faults(sound, algorithms)


def data_faults(task: str, data: dict[str, Any]) -> Iterator[str]:
    if task == "binary" and "positive_class" not in data:
        yield "data: 'positive_class' is missing; the task binary needs the value of the target that counts as positive"
    if task != "binary" and "positive_class" in data:
        yield f"data.positive_class: is of the task binary alone; take it out for {task}"
    if data["target"] in data["drop_columns"]:
        yield f"data.drop_columns: names the target {data['target']!r}; take it out there"


def gate_faults(task: str, gate: dict[str, Any]) -> Iterator[str]:
    metrics = metrics_of(task)
    metric, threshold = metrics.get(gate["metric"]), gate["threshold"]
    if metric is None:
        known = ", ".join(metrics)
        yield f"quality_gate.metric: {gate['metric']!r} is no metric of the task {task}; choose one of {known}"
    elif metric.least is not None and threshold < metric.least:
        yield f"quality_gate.threshold: {threshold} must be at least {metric.least:g} for {metric.name}"
    elif metric.greatest is not None and threshold > metric.greatest:
        yield f"quality_gate.threshold: {threshold} must be at most {metric.greatest:g} for {metric.name}"


def preprocessing_faults(chain: list[str], algorithms: Path) -> Iterator[str]:
    known = algorithm.names(algorithms / "preprocessing")
    for position, name in enumerate(chain if known else ()):  # without any, the tree is what is wrong
        if name not in known:
            hint = schema_faults.hint(name, known)
            yield f"preprocessing.{position}: {name!r} is no job in algorithms/preprocessing; {hint}"
    if SPLITTING in chain[:-1]:
        yield f"preprocessing: {SPLITTING} hands the rows to training and evaluation; name it last"


def algorithm_faults(sound: dict[str, Any], algorithms: Path) -> Iterator[str]:
    name, known = sound["algorithm"], algorithm.names(algorithms / "training")
    if name not in known:
        yield f"algorithm: {name!r} is no folder of algorithms/training; {schema_faults.hint(name, known)}"
        return
    try:
        chosen = algorithm.read(algorithms / "training" / name)
    except JsonError as error:
        yield f"algorithm: algorithms/training/{name}/{error}"
        return
    yield from choice_faults(sound, chosen)


def choice_faults(sound: dict[str, Any], chosen: Algorithm) -> Iterator[str]:
    """What the chosen algorithm does not do."""
    if "task" in sound and sound["task"] not in chosen.tasks:
        yield f"algorithm: {chosen.name} does not do the task {sound['task']}; it does {', '.join(chosen.tasks)}"
    if "hyperparameters" in sound:
        yield from map(str, schema_faults.of(sound["hyperparameters"], chosen.schema, "hyperparameters"))
    if "tuning" in sound:
        yield from tuning_faults.of(sound["tuning"], chosen)
