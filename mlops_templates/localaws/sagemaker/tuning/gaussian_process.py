"""A Gaussian process over the unit cube, small enough to need no library: what the next result is likely to be."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, ...]
LENGTH, NOISE = 0.3, 1e-4


@dataclass(frozen=True)
class GaussianProcess:
    """Fitted to results that have mean 0 and deviation 1; later points are judged by it."""

    points: tuple[Point, ...]
    factor: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]

    def predict(self, point: Point) -> tuple[float, float]:
        """Mean and deviation of the result at a point."""
        row = [_kernel(point, known) for known in self.points]
        mean = sum(weight * value for weight, value in zip(self.weights, row, strict=True))
        half = _forward(self.factor, row)
        return mean, math.sqrt(max(1 - sum(value * value for value in half), 1e-12))

    def expected_improvement(self, point: Point, best: float) -> float:
        """By how much a result at this point may be expected to exceed the best so far."""
        mean, deviation = self.predict(point)
        z = (mean - best) / deviation
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return (mean - best) * (1 + math.erf(z / math.sqrt(2))) / 2 + deviation * density


def fit(points: Sequence[Point], results: Sequence[float]) -> GaussianProcess:
    size = len(points)
    matrix = [[_kernel(a, b) + (NOISE if i == j else 0) for j, b in enumerate(points)] for i, a in enumerate(points)]
    factor = _cholesky(matrix)
    half = _forward(factor, results)
    weights = [0.0] * size
    for i in reversed(range(size)):
        above = sum(factor[j][i] * weights[j] for j in range(i + 1, size))
        weights[i] = (half[i] - above) / factor[i][i]
    return GaussianProcess(tuple(points), tuple(map(tuple, factor)), tuple(weights))


def _kernel(a: Point, b: Point) -> float:
    return math.exp(-sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) / (2 * LENGTH * LENGTH))


def _cholesky(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    factor = [[0.0] * len(matrix) for _ in matrix]
    for i, row in enumerate(matrix):
        for j in range(i + 1):
            rest = row[j] - sum(factor[i][k] * factor[j][k] for k in range(j))
            factor[i][j] = math.sqrt(max(rest, 1e-12)) if i == j else rest / factor[j][j]
    return factor


def _forward(factor: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for i, value in enumerate(values):
        found.append((value - sum(factor[i][k] * found[k] for k in range(i))) / factor[i][i])
    return found
