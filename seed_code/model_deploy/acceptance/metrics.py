"""Quality of scores against the true targets, by the names the build repository registers."""

from collections.abc import Callable, Sequence

from deployment.errors import DeploymentError

Targets = Sequence[int]
Scores = Sequence[float]
CUT = 0.5


def value_of(metric: str, targets: Targets, scores: Scores) -> float:
    """The metric of this name."""
    if metric not in METRICS:
        raise DeploymentError(
            f"the registered metric is '{metric}', the tests know {', '.join(sorted(METRICS))}: "
            "add a function for it to acceptance/metrics.py."
        )
    return METRICS[metric](targets, scores)


def accuracy(targets: Targets, scores: Scores) -> float:
    hits = sum(target == (score >= CUT) for target, score in zip(targets, scores, strict=True))
    return hits / len(targets)


def precision(targets: Targets, scores: Scores) -> float:
    found = sum(score >= CUT for score in scores)
    return _true_positives(targets, scores) / found if found else 0.0


def recall(targets: Targets, scores: Scores) -> float:
    positives = sum(targets)
    return _true_positives(targets, scores) / positives if positives else 0.0


def f1(targets: Targets, scores: Scores) -> float:
    hits = _true_positives(targets, scores)
    selected = sum(score >= CUT for score in scores) + sum(targets)
    return 2 * hits / selected if selected else 0.0


def auc(targets: Targets, scores: Scores) -> float:
    """The chance that a positive row scores above a negative one; ties count half."""
    positives, negatives = sum(targets), len(targets) - sum(targets)
    if not positives or not negatives:
        return 0.0
    rank_sum = sum(rank for rank, target in zip(_mean_ranks(scores), targets, strict=True) if target)
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


METRICS: dict[str, Callable[[Targets, Scores], float]] = {
    "accuracy": accuracy,
    "auc": auc,
    "f1": f1,
    "precision": precision,
    "recall": recall,
}


def _true_positives(targets: Targets, scores: Scores) -> int:
    return sum(target == 1 and score >= CUT for target, score in zip(targets, scores, strict=True))


def _mean_ranks(scores: Scores) -> list[float]:
    ordered = sorted(scores)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for rank, score in enumerate(ordered, start=1):
        first.setdefault(score, rank)
        last[score] = rank
    return [(first[score] + last[score]) / 2 for score in scores]
