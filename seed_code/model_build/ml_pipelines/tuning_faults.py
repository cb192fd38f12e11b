"""What is wrong with the tuning ranges of an algorithm's hyperparameters."""

from collections.abc import Iterator
from typing import Any

from ml_pipelines import schema_faults
from ml_pipelines.algorithm import Algorithm

BOUNDS = ("minimum", "maximum")


def of(tuning: dict[str, Any], chosen: Algorithm) -> Iterator[str]:
    jobs, parallel = tuning["max_jobs"], tuning["max_parallel_jobs"]
    if parallel > jobs:
        yield f"tuning.max_parallel_jobs: {parallel} must be at most max_jobs, {jobs}"
    for name, choice in tuning["ranges"].items():
        place, schema = f"tuning.ranges.{name}", chosen.hyperparameters.get(name)
        if schema is None:
            hint = schema_faults.hint(name, sorted(chosen.hyperparameters))
            yield f"{place}: is no hyperparameter of {chosen.name}; {hint}"
        elif "values" in choice:
            yield from values_faults(place, choice, schema)
        else:
            yield from bounds_faults(place, choice, schema)


def values_faults(place: str, choice: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    for name in sorted(set(choice) - {"values"}):
        yield f"{place}: has values and {name}; give either values, or minimum and maximum"
    for position, value in enumerate(choice["values"]):
        yield from map(str, schema_faults.of(value, schema, f"{place}.values.{position}"))


def bounds_faults(place: str, choice: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    missing = [name for name in BOUNDS if name not in choice]
    if missing:
        yield f"{place}: {' and '.join(map(repr, missing))} missing; give minimum and maximum, or values"
        return
    if schema.get("type") not in ("integer", "number"):
        yield f'{place}: is not a number; give its values as a list: {{"values": [...]}}'
        return
    low, high = (choice[name] for name in BOUNDS)
    for name in BOUNDS:
        yield from map(str, schema_faults.of(choice[name], schema, f"{place}.{name}"))
    if low >= high:
        yield f"{place}: minimum {low} must be less than maximum {high}"
    if choice.get("scaling") == "Logarithmic" and low <= 0:
        yield f"{place}.scaling: Logarithmic needs a minimum above 0, and it is {low}"
    if choice.get("scaling") == "ReverseLogarithmic" and not 0 <= low < high < 1:
        yield f"{place}.scaling: ReverseLogarithmic needs a range from 0 to below 1, and it is {low} to {high}"
