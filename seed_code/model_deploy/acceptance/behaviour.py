"""What a model must do beside being right on average: `ml_tests` in inference_config/staging/inference_config.json."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acceptance.held_out import HeldOut
from deployment.errors import DeploymentError

ALL = "*"
Row = tuple[str, ...]


@dataclass(frozen=True)
class Slice:
    """Held-out rows whose feature lies in a range; on them the metric must reach a threshold of their own."""

    name: str
    feature: str
    least: float = float("-inf")
    below: float = float("inf")
    threshold: float | None = None

    def rows_of(self, held_out: HeldOut) -> list[int]:
        """The numbers of its rows."""
        position = position_of(self.feature, held_out)
        return [number for number, row in enumerate(held_out.rows) if self.least <= float(row[position]) < self.below]


@dataclass(frozen=True)
class Invariance:
    """A change of a feature, or of all (`*`), that must not change the answers."""

    feature: str
    change_percent: float
    tolerance: float

    def changed(self, held_out: HeldOut) -> list[Row]:
        position = None if self.feature == ALL else position_of(self.feature, held_out)
        factor = 1 + self.change_percent / 100
        return [_with(row, position, lambda value: value * factor) for row in held_out.rows]


@dataclass(frozen=True)
class Direction:
    """A change of a feature that must move the answers one way, for at least a share of the rows."""

    feature: str
    add: float
    expect: str
    share: float = 0.9
    class_number: int = 0

    def changed(self, held_out: HeldOut) -> list[Row]:
        position = position_of(self.feature, held_out)
        return [_with(row, position, lambda value: value + self.add) for row in held_out.rows]

    def followed(self, before: float, after: float) -> bool:
        """An answer that stays as it was contradicts nothing."""
        return after >= before if self.expect == "higher" else after <= before


@dataclass(frozen=True)
class MlTests:
    """All of them; none where the file says nothing."""

    slices: tuple[Slice, ...] = ()
    invariance: tuple[Invariance, ...] = ()
    direction: tuple[Direction, ...] = ()


def read(folder: Path) -> MlTests:
    """The tests as written; the render step has checked the file."""
    config = json.loads((folder / "staging" / "inference_config.json").read_text(encoding="utf-8-sig"))
    return parse(config.get("ml_tests", {}))


def parse(document: dict[str, Any]) -> MlTests:
    return MlTests(
        slices=tuple(Slice(**entry) for entry in document.get("slices", [])),
        invariance=tuple(Invariance(**entry) for entry in document.get("invariance", [])),
        direction=tuple(Direction(**entry) for entry in document.get("direction", [])),
    )


def position_of(feature: str, held_out: HeldOut) -> int:
    """The place of the feature in a row."""
    if feature not in held_out.features:
        raise DeploymentError(
            f"ml_tests names the feature '{feature}', the model has {', '.join(held_out.features)}: correct it in "
            "inference_config/staging/inference_config.json."
        )
    return held_out.features.index(feature)


def _with(row: Row, position: int | None, change: Any) -> Row:
    """The row with this feature changed; with all of them when there is no position."""
    return tuple(repr(change(float(cell))) if position in (None, number) else cell for number, cell in enumerate(row))
