"""The ranges of hyperparameters as a unit cube: each has one side, from 0 to below 1."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.refusals import invalid

KINDS = ("IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges")


@dataclass(frozen=True)
class Side:
    """One hyperparameter: its name, and the value at each place of its side."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    scaling: str = "Auto"

    def value(self, place: float) -> str:
        if self.values:
            return self.values[min(int(place * len(self.values)), len(self.values) - 1)]
        if self.kind == "IntegerParameterRanges":
            return str(round(self._between(place)))
        return repr(self._between(place))

    def _between(self, place: float) -> float:
        if self.scaling == "Logarithmic":
            found = math.exp(_mix(math.log(self.low), math.log(self.high), place))
        elif self.scaling == "ReverseLogarithmic":
            found = 1 - math.exp(_mix(math.log(1 - self.low), math.log(1 - self.high), place))
        else:
            found = _mix(self.low, self.high, place)
        return min(max(found, self.low), self.high)


def sides_of(ranges: Document) -> list[Side]:
    """Every hyperparameter of `ParameterRanges`.

    Raises:
        AwsError: a range that has no value, or twice the same name.
    """
    sides = [_side(kind, entry) for kind in KINDS for entry in ranges.get(kind) or []]
    names = [side.name for side in sides]
    if not sides:
        raise invalid("At least one parameter range must be given for a hyperparameter tuning job.")
    if len(set(names)) < len(names):
        raise invalid("The names of hyperparameters must be unique within the parameter ranges.")
    return sides


def _side(kind: str, entry: Document) -> Side:
    if kind == "CategoricalParameterRanges":
        return Side(entry["Name"], kind, tuple(entry["Values"]))
    name, scaling = entry["Name"], entry.get("ScalingType", "Auto")
    try:
        low, high = float(entry["MinValue"]), float(entry["MaxValue"])
    except ValueError as error:
        raise _bad(name, "MinValue and MaxValue must be numbers") from error
    if low > high:
        raise _bad(name, "MinValue must not be greater than MaxValue")
    if scaling == "Logarithmic" and low <= 0:
        raise _bad(name, "Logarithmic scaling needs a MinValue greater than 0")
    if scaling == "ReverseLogarithmic" and not (kind == "ContinuousParameterRanges" and low >= 0 and high < 1):
        raise _bad(name, "ReverseLogarithmic scaling needs a continuous range within 0 <= x < 1.0")
    return Side(name, kind, (), low, high, scaling)


def _bad(name: str, why: str) -> AwsError:
    return invalid(f"The range of hyperparameter {name} is invalid: {why}.")


def _mix(low: float, high: float, place: float) -> float:
    return low + place * (high - low)


def values_at(sides: Sequence[Side], point: Sequence[float]) -> dict[str, str]:
    """The hyperparameters at a point of the cube, as texts."""
    return {side.name: side.value(place) for side, place in zip(sides, point, strict=True)}
