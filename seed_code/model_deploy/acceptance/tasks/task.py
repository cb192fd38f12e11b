"""What the tests must know of a task; one file beside this one for each."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from deployment.errors import DeploymentError

Scores = tuple[float, ...]
"""The answer to one row: a probability, a probability for each class, or a number."""
Answers = Sequence[Scores]
Targets = Sequence[float]
Metric = Callable[[Targets, Answers], float]
RELATIVE, ABSOLUTE = 1e-4, 1e-6


class Training(Protocol):
    """What is known of the targets of training."""

    @property
    def mean(self) -> float: ...
    @property
    def deviation(self) -> float: ...
    def shares(self, classes: int) -> Sequence[float]:
        """The share of each class; nothing when they are not known."""


class Task(Protocol):
    """How answers of this task are read and judged."""

    @property
    def name(self) -> str: ...
    @property
    def answer(self) -> str:
        """What the model gives for a row, in words."""

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """By the names that the build repository registers."""

    def target(self, cell: str) -> float:
        """The target in a cell of the held-out rows; a ValueError that says what it must be."""

    def fault(self, scores: Scores) -> str:
        """What is wrong with an answer; empty when nothing is."""

    def spread(self, targets: Targets, answers: Answers) -> float:
        """How much the answers differ between rows; a constant model has none."""

    def contrary(self, targets: Targets, answers: Answers) -> str:
        """In what the answers say the opposite of the targets; empty when they do not."""

    def gap(self, targets: Targets, answers: Answers) -> tuple[float, str]:
        """How far the mean answer is from what the targets are on average, and both in words."""

    def gap_to(self, training: Training, answers: Answers) -> tuple[float, str]:
        """The same, from the targets of training."""

    def distances(self, answers: Answers, others: Answers) -> list[float]:
        """How far each answer is from the other one, in the unit in which tolerances are given."""


def value_of(task: Task, metric: str, targets: Targets, answers: Answers) -> float:
    """The metric of this name."""
    if metric not in task.metrics:
        raise DeploymentError(
            f"the registered metric is '{metric}', the tests of a {task.name} model know "
            f"{', '.join(sorted(task.metrics))}: add a function for it to acceptance/tasks/{task.name}.py."
        )
    return task.metrics[metric](targets, answers)


def same(answers: Answers, others: Answers) -> bool:
    """Whether both are the same numbers, but for rounding."""
    return len(answers) == len(others) and all(map(_alike, answers, others))


def _alike(scores: Scores, other: Scores) -> bool:
    return len(scores) == len(other) and all(
        math.isclose(one, two, rel_tol=RELATIVE, abs_tol=ABSOLUTE) for one, two in zip(scores, other, strict=True)
    )
