"""Two classes: the answer is the probability of the positive one, the target 0 or 1."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import ClassVar

from acceptance.tasks.task import Answers, Metric, Scores, Targets, Training

CUT = 0.5
CLASSES = {"0": 0.0, "1": 1.0, "0.0": 0.0, "1.0": 1.0}


@dataclass(frozen=True)
class Binary:
    """A model that tells the positive rows from the negative ones."""

    name: ClassVar[str] = "binary"
    answer: ClassVar[str] = "one probability"

    @property
    def metrics(self) -> Mapping[str, Metric]:
        return METRICS

    def target(self, cell: str) -> float:
        if cell not in CLASSES:
            raise ValueError("0 or 1")
        return CLASSES[cell]

    def fault(self, scores: Scores) -> str:
        if len(scores) != 1:
            return f"has {len(scores)} values, expected one probability"
        return "" if math.isfinite(scores[0]) and 0 <= scores[0] <= 1 else f"{scores[0]} is no probability"

    def spread(self, targets: Targets, answers: Answers) -> float:
        return pstdev(_first(answers))

    def contrary(self, targets: Targets, answers: Answers) -> str:
        scores = _first(answers)
        positive = fmean(score for target, score in zip(targets, scores, strict=True) if target)
        negative = fmean(score for target, score in zip(targets, scores, strict=True) if not target)
        return "" if positive > negative else f"positive rows score {positive:.3f}, negative ones {negative:.3f}"

    def gap(self, targets: Targets, answers: Answers) -> tuple[float, str]:
        mean, share = fmean(_first(answers)), fmean(targets)
        return abs(mean - share), f"mean score {mean:.3f}, positive rows {share:.3f}"

    def gap_to(self, training: Training, answers: Answers) -> tuple[float, str]:
        mean = fmean(_first(answers))
        return abs(mean - training.mean), f"mean score {mean:.3f}, positive rows in training {training.mean:.3f}"

    def distances(self, answers: Answers, others: Answers) -> list[float]:
        return [abs(one - two) for one, two in zip(_first(answers), _first(others), strict=True)]


def _first(answers: Answers) -> list[float]:
    return [scores[0] for scores in answers]


def accuracy(targets: Targets, answers: Answers) -> float:
    hits = sum(target == (score >= CUT) for target, score in zip(targets, _first(answers), strict=True))
    return hits / len(targets)


def precision(targets: Targets, answers: Answers) -> float:
    found = sum(score >= CUT for score in _first(answers))
    return _true_positives(targets, answers) / found if found else 0.0


def recall(targets: Targets, answers: Answers) -> float:
    positives = sum(targets)
    return _true_positives(targets, answers) / positives if positives else 0.0


def f1(targets: Targets, answers: Answers) -> float:
    selected = sum(score >= CUT for score in _first(answers)) + sum(targets)
    return 2 * _true_positives(targets, answers) / selected if selected else 0.0


def auc(targets: Targets, answers: Answers) -> float:
    """The chance that a positive row scores above a negative one; ties count half."""
    positives, negatives = sum(targets), len(targets) - sum(targets)
    if not positives or not negatives:
        return 0.0
    rank_sum = sum(rank for rank, target in zip(_mean_ranks(_first(answers)), targets, strict=True) if target)
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


METRICS: Mapping[str, Metric] = {
    "accuracy": accuracy,
    "auc": auc,
    "f1": f1,
    "precision": precision,
    "recall": recall,
}


def _true_positives(targets: Targets, answers: Answers) -> int:
    return sum(target == 1 and score >= CUT for target, score in zip(targets, _first(answers), strict=True))


def _mean_ranks(scores: Sequence[float]) -> list[float]:
    ordered = sorted(scores)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for rank, score in enumerate(ordered, start=1):
        first.setdefault(score, rank)
        last[score] = rank
    return [(first[score] + last[score]) / 2 for score in scores]
