"""Values of hyperparameters drawn from the ranges of a search: the same seed, the same values."""

import math
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ci.banner import StepFailed


def draws(configuration: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    chance = random.Random(configuration.get("RandomSeed", 0))  # noqa: S311 - values of hyperparameters, no secrets
    ranges = configuration["ParameterRanges"]
    for _ in range(configuration["ResourceLimits"]["MaxNumberOfTrainingJobs"]):
        whole = {
            found["Name"]: str(round(between(chance, found))) for found in ranges.get("IntegerParameterRanges", [])
        }
        part = {found["Name"]: repr(between(chance, found)) for found in ranges.get("ContinuousParameterRanges", [])}
        named = {
            found["Name"]: chance.choice(found["Values"]) for found in ranges.get("CategoricalParameterRanges", [])
        }
        yield whole | part | named


def between(chance: random.Random, found: Mapping[str, str]) -> float:
    low, high = float(found["MinValue"]), float(found["MaxValue"])
    if found["ScalingType"] == "Logarithmic":
        return min(max(math.exp(chance.uniform(math.log(low), math.log(high))), low), high)
    return chance.uniform(low, high)


def objective(log: Path, regex: str) -> float:
    values = re.findall(regex, log.read_text(encoding="utf-8"))
    if not values:
        raise StepFailed(f"{log} names no value of the metric: {regex}", "let the training job print it")
    return float(values[-1])
