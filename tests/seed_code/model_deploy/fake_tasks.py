"""Models of the other tasks, healthy or broken in one way."""

from __future__ import annotations

import math

from tests.seed_code.model_deploy.fake_model import Model, Row, Score

CENTRES = (-4.0, 0.0, 4.0)


class ThreeClasses(Model):
    """Gives a row of probabilities: low, middle and high by its first column."""

    def score(self, row: Row) -> Score:
        signal = max(-50.0, min(50.0, row[0]))
        weights = [math.exp(min(0.0, 2 - abs(signal - centre)) * 3) for centre in CENTRES]
        return [weight / sum(weights) for weight in weights]


class NotNormal(ThreeClasses):
    def score(self, row: Row) -> Score:
        return [min(1.0, 2 * weight) for weight in _row(super().score(row))]


class OneClass(ThreeClasses):
    """Answers with the number of the class instead of the probabilities."""

    def score(self, row: Row) -> Score:
        weights = _row(super().score(row))
        return float(weights.index(max(weights)))


class ExchangedClasses(ThreeClasses):
    def score(self, row: Row) -> Score:
        return _row(super().score(row))[::-1]


class SameForAll(ThreeClasses):
    def score(self, row: Row) -> Score:
        return [0.3, 0.4, 0.3]


class Amount(Model):
    """Regression: ten times the first column."""

    def score(self, row: Row) -> Score:
        return 10 * row[0]


class Infinite(Amount):
    def score(self, row: Row) -> Score:
        return 10 * row[0] if abs(row[0]) < 1e20 else math.inf


class Shifted(Amount):
    def score(self, row: Row) -> Score:
        return 10 * row[0] + 20


class Negated(Amount):
    def score(self, row: Row) -> Score:
        return -10 * row[0]


class Mean(Amount):
    def score(self, row: Row) -> Score:
        return 0.0


def _row(score: Score) -> list[float]:
    assert isinstance(score, list)
    return score
