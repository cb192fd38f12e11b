"""Regression: the answer and the target are a number."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import ClassVar

from acceptance.tasks.task import Answers, Metric, Scores, Targets, Training


@dataclass(frozen=True)
class Regression:
    """A model that says how much."""

    name: ClassVar[str] = "regression"
    answer: ClassVar[str] = "one finite number"

    @property
    def metrics(self) -> Mapping[str, Metric]:
        return METRICS

    def target(self, cell: str) -> float:
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ValueError("a finite number")
        return value

    def fault(self, scores: Scores) -> str:
        if len(scores) != 1:
            return f"has {len(scores)} values, expected one number"
        return "" if math.isfinite(scores[0]) else f"{scores[0]} is not finite"

    def spread(self, targets: Targets, answers: Answers) -> float:
        """As a share of the spread of the targets."""
        return pstdev(_first(answers)) / (pstdev(targets) or 1.0)

    def contrary(self, targets: Targets, answers: Answers) -> str:
        values, middle, mean = _first(answers), fmean(targets), fmean(_first(answers))
        together = fmean((value - mean) * (target - middle) for target, value in zip(targets, values, strict=True))
        return "" if together > 0 else f"predictions do not grow with the targets (covariance {together:.3g})"

    def gap(self, targets: Targets, answers: Answers) -> tuple[float, str]:
        """In standard deviations of the targets."""
        return _gap(fmean(_first(answers)), fmean(targets), pstdev(targets), "mean target")

    def gap_to(self, training: Training, answers: Answers) -> tuple[float, str]:
        return _gap(fmean(_first(answers)), training.mean, training.deviation, "mean target in training")

    def distances(self, answers: Answers, others: Answers) -> list[float]:
        """In standard deviations of the answers."""
        unit = pstdev(_first(answers)) or 1.0
        return [abs(one - two) / unit for one, two in zip(_first(answers), _first(others), strict=True)]


def _gap(mean: float, middle: float, deviation: float, what: str) -> tuple[float, str]:
    distance = abs(mean - middle) / (deviation or 1.0)
    return distance, f"mean prediction {mean:.4g}, {what} {middle:.4g}, {distance:.3f} standard deviations"


def _first(answers: Answers) -> list[float]:
    return [scores[0] for scores in answers]


def _errors(targets: Targets, answers: Answers) -> list[float]:
    return [value - target for target, value in zip(targets, _first(answers), strict=True)]


def mae(targets: Targets, answers: Answers) -> float:
    return fmean(abs(error) for error in _errors(targets, answers))


def rmse(targets: Targets, answers: Answers) -> float:
    return math.sqrt(fmean(error**2 for error in _errors(targets, answers)))


def r2(targets: Targets, answers: Answers) -> float:
    """The share of the targets' variance that is explained; 0 where there is none."""
    variance = pstdev(targets) ** 2
    return 1 - fmean(error**2 for error in _errors(targets, answers)) / variance if variance else 0.0


METRICS: Mapping[str, Metric] = {"mae": mae, "r2": r2, "rmse": rmse}
