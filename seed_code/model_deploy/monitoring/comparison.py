"""How captured rows compare with the rows of training: distribution and gaps of each feature."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from drift import Feature, features_of

# Fewer rows say nothing about a distribution.
LEAST_ROWS = 50


@dataclass(frozen=True)
class Limits:
    """From when on a feature has drifted, and how many of them may."""

    drift_threshold: float
    missing_share: float
    drifted_share: float


@dataclass
class Tally:
    """One feature: its distribution, and how often its value is missing."""

    feature: Feature
    missing_before: float
    missing: int = 0

    def add(self, cell: str) -> None:
        """Empty cells and words where numbers belong are missing values."""
        value = _number(cell)
        if value is None:
            self.missing += 1
        else:
            self.feature.add(value)

    def judged(self, limits: Limits) -> dict[str, Any]:
        rows = self.feature.rows
        share = self.missing / (rows + self.missing)
        index, limit = (self.feature.index, self.feature.limit(limits.drift_threshold)) if rows else (0.0, 0.0)
        gaps = share > self.missing_before + limits.missing_share
        return {
            "name": self.feature.name,
            "index": index,
            "limit": limit,
            "missing_share": share,
            "missing_share_in_training": self.missing_before,
            "drifted": index > limit or gaps,
        }


@dataclass
class Comparison:
    """All features, row by row."""

    tallies: list[Tally]
    rows: int = 0
    unreadable: int = 0
    files: int = field(default=0)

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Count these rows; one of another width is no row of this model."""
        self.files += 1
        for row in rows:
            if len(row) != len(self.tallies):
                self.unreadable += 1
                continue
            self.rows += 1
            for tally, cell in zip(self.tallies, row, strict=True):
                tally.add(cell)

    def judged(self, limits: Limits) -> dict[str, Any]:
        """The report; too few rows are not judged."""
        facts = {"rows": self.rows, "unreadable_rows": self.unreadable, "files": self.files}
        if self.rows < LEAST_ROWS:
            return {**facts, "compared": False, "reason": f"fewer than {LEAST_ROWS} rows", "features": []}
        features = [tally.judged(limits) for tally in self.tallies]
        share = sum(one["drifted"] for one in features) / len(features)
        verdict = {"drifted_share": share, "drifted_share_limit": limits.drifted_share}
        return {**facts, "compared": True, **verdict, "drifted": share > limits.drifted_share, "features": features}


def with_baseline(baseline: dict[str, Any]) -> Comparison:
    """A comparison with these statistics of training; their first column is the target."""
    entries = baseline["features"][1:]
    shares = [_missing_share(entry["numerical_statistics"]["common"]) for entry in entries]
    return Comparison([Tally(one, share) for one, share in zip(features_of(baseline), shares, strict=True)])


def _missing_share(common: dict[str, int]) -> float:
    known, missing = common["num_present"], common["num_missing"]
    return missing / (known + missing) if known + missing else 0.0


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
