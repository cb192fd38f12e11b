"""Which point of the cube to try next."""

import random
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from mlops_templates.localaws.sagemaker.tuning.gaussian_process import Point, fit

CANDIDATES = 200
LEAST_RESULTS = 3
MOST_RESULTS = 60
"""A process is fitted to the newest results only: its work grows with their cube."""


@dataclass
class Search:
    """Bayesian: where a Gaussian process expects the greatest improvement. Random: anywhere."""

    strategy: str
    dimensions: int
    chance: random.Random
    results: list[tuple[Point, float]] = field(default_factory=list)
    """The greater, the better."""

    def next(self) -> Point:
        if self.strategy == "Random" or len(self.results) < LEAST_RESULTS:
            return self._anywhere()
        kept = self.results[-MOST_RESULTS:]
        values = [result for _, result in kept]
        mean, deviation = fmean(values), pstdev(values) or 1
        scaled = [(value - mean) / deviation for value in values]
        process = fit([point for point, _ in kept], scaled)
        candidates = [self._anywhere() for _ in range(CANDIDATES)]
        return max(candidates, key=lambda point: process.expected_improvement(point, max(scaled)))

    def tell(self, point: Point, result: float) -> None:
        self.results.append((point, result))

    def _anywhere(self) -> Point:
        return tuple(self.chance.random() for _ in range(self.dimensions))
