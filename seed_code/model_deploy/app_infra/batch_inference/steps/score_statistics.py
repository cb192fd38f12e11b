"""Statistics of numbers that pass by once."""

import math
from dataclasses import dataclass, field
from typing import Any

BUCKETS = 10


@dataclass
class ScoreStatistics:
    """Mean and spread by Welford's method, and a histogram over probabilities."""

    rows: int = 0
    mean: float = 0.0
    squares: float = 0.0
    least: float = math.inf
    greatest: float = -math.inf
    counts: list[int] = field(default_factory=lambda: [0] * BUCKETS)
    outside: int = 0

    def add(self, score: float) -> None:
        self.rows += 1
        distance = score - self.mean
        self.mean += distance / self.rows
        self.squares += distance * (score - self.mean)
        self.least, self.greatest = min(self.least, score), max(self.greatest, score)
        if 0 <= score <= 1:
            self.counts[min(int(score * BUCKETS), BUCKETS - 1)] += 1
        else:
            self.outside += 1

    def document(self) -> dict[str, Any]:
        """As the results tell it; `outside` counts scores that are no probability, as most of regression are."""
        return {
            "mean": self.mean,
            "std_dev": math.sqrt(self.squares / self.rows),
            "min": self.least,
            "max": self.greatest,
            "outside": self.outside,
            "buckets": [
                {"lower_bound": number / BUCKETS, "upper_bound": (number + 1) / BUCKETS, "count": count}
                for number, count in enumerate(self.counts)
            ],
        }
