"""Several classes: the answer is a probability for each, the target the number of the right one."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import ClassVar

from acceptance.tasks.task import Answers, Metric, Scores, Targets, Training

SUM_TOLERANCE = 1e-3
LEAST_PROBABILITY = 1e-15


@dataclass(frozen=True)
class Multiclass:
    """A model that gives a row one of several classes; `classes` are their names, in the order of their numbers."""

    classes: tuple[str, ...] = ()
    name: ClassVar[str] = "multiclass"

    @property
    def answer(self) -> str:
        return f"{len(self.classes) or 'some'} probabilities that sum to 1"

    @property
    def metrics(self) -> Mapping[str, Metric]:
        return METRICS

    def target(self, cell: str) -> float:
        try:
            number = float(cell)
        except ValueError:
            number = math.nan
        if not number.is_integer() or number < 0 or (self.classes and number >= len(self.classes)):
            raise ValueError(f"a class from 0 to {len(self.classes) - 1}" if self.classes else "the number of a class")
        return number

    def fault(self, scores: Scores) -> str:
        if len(scores) < 2 or (self.classes and len(scores) != len(self.classes)):
            return f"has {len(scores)} values, expected {self.answer}"
        wrong = [score for score in scores if not math.isfinite(score) or not 0 <= score <= 1]
        if wrong:
            return f"{wrong[0]} is no probability"
        return "" if abs(sum(scores) - 1) <= SUM_TOLERANCE else f"the probabilities sum to {sum(scores):.4f}"

    def spread(self, targets: Targets, answers: Answers) -> float:
        return max(pstdev(column) for column in zip(*answers, strict=True))

    def contrary(self, targets: Targets, answers: Answers) -> str:
        return "; ".join(self._contrary(targets, answers))

    def _contrary(self, targets: Targets, answers: Answers) -> Iterator[str]:
        for number in sorted({int(target) for target in targets}):
            own = [scores[number] for target, scores in zip(targets, answers, strict=True) if target == number]
            others = [scores[number] for target, scores in zip(targets, answers, strict=True) if target != number]
            if others and fmean(own) <= fmean(others):
                yield f"{self._named(number)}: its own rows score {fmean(own):.3f}, the others {fmean(others):.3f}"

    def gap(self, targets: Targets, answers: Answers) -> tuple[float, str]:
        shares = [list(targets).count(number) / len(targets) for number in range(len(answers[0]))]
        return self._gap(shares, answers, "rows")

    def gap_to(self, training: Training, answers: Answers) -> tuple[float, str]:
        shares = training.shares(len(answers[0]))
        return self._gap(shares, answers, "rows in training") if shares else (0.0, "shares of training not known")

    def distances(self, answers: Answers, others: Answers) -> list[float]:
        """The largest change of a probability."""
        pairs = zip(answers, others, strict=True)
        return [max(abs(one - two) for one, two in zip(*pair, strict=True)) for pair in pairs]

    def _gap(self, shares: Sequence[float], answers: Answers, what: str) -> tuple[float, str]:
        def of_class(number: int) -> tuple[float, str]:
            mean, share = fmean(scores[number] for scores in answers), shares[number]
            return abs(mean - share), f"{self._named(number)}: mean score {mean:.3f}, {what} {share:.3f}"

        return max(of_class(number) for number in range(len(shares)))

    def _named(self, number: int) -> str:
        return f"class {self.classes[number] if self.classes else number}"


def _chosen(scores: Scores) -> int:
    return scores.index(max(scores))


def accuracy(targets: Targets, answers: Answers) -> float:
    return fmean(target == _chosen(scores) for target, scores in zip(targets, answers, strict=True))


def f1_macro(targets: Targets, answers: Answers) -> float:
    """The mean of all classes' F1; a class that is neither there nor chosen counts 0."""
    pairs = [(int(target), _chosen(scores)) for target, scores in zip(targets, answers, strict=True)]

    def f1(number: int) -> float:
        hits = pairs.count((number, number))
        selected = sum((target == number) + (chosen == number) for target, chosen in pairs)
        return 2 * hits / selected if selected else 0.0

    return fmean(f1(number) for number in range(len(answers[0])))


def log_loss(targets: Targets, answers: Answers) -> float:
    right = (scores[int(target)] for target, scores in zip(targets, answers, strict=True))
    return fmean(-math.log(min(max(score, LEAST_PROBABILITY), 1.0)) for score in right)


METRICS: Mapping[str, Metric] = {"accuracy": accuracy, "f1_macro": f1_macro, "log_loss": log_loss}
