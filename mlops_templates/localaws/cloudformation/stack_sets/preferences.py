"""How fast an operation goes and how many failures it bears."""

from __future__ import annotations

from dataclasses import dataclass

from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

_EITHER = (
    ("FailureToleranceCount", "FailureTolerancePercentage"),
    ("MaxConcurrentCount", "MaxConcurrentPercentage"),
)


def check(preferences: Document) -> None:
    """Refuse a count together with a percentage; AWS documents the rule, its words are not known.

    Raises:
        AwsError: `ValidationError`.
    """
    for count, percentage in _EITHER:
        if count in preferences and percentage in preferences:
            raise invalid(f"You can specify either {count} or {percentage}, but not both.")


def shown(preferences: Document) -> Document:
    """The preferences as an operation tells them: AWS's defaults for what was not said."""
    known = {key: value for key, value in preferences.items() if value is not None}
    if not known.keys() & set(_EITHER[0]):
        known["FailureToleranceCount"] = 0
    if not known.keys() & set(_EITHER[1]):
        known["MaxConcurrentCount"] = 1
    return {"RegionOrder": [], "RegionConcurrencyType": "SEQUENTIAL", "ConcurrencyMode": _STRICT, **known}


_STRICT = "STRICT_FAILURE_TOLERANCE"


@dataclass(frozen=True)
class Pace:
    """What the preferences mean in a region with so many accounts; percentages are rounded down."""

    tolerated: int
    most: int
    strict: bool

    def room(self, failed: int) -> int:
        """How many accounts may be worked on at one time after so many failures."""
        return min(self.most, self.tolerated + 1 - failed) if self.strict else self.most

    def exceeded(self, failed: int) -> bool:
        return failed > self.tolerated


def pace(preferences: Document, accounts: int) -> Pace:
    """The pace in one region."""
    known = shown(preferences)
    tolerated = known.get("FailureToleranceCount", accounts * known.get("FailureTolerancePercentage", 0) // 100)
    most = known.get("MaxConcurrentCount", accounts * known.get("MaxConcurrentPercentage", 0) // 100)
    return Pace(tolerated, max(1, most), known["ConcurrencyMode"] == _STRICT)


def in_order(regions: set[str], preferences: Document) -> list[str]:
    """The regions that were given an order, then the others by name."""
    order = shown(preferences)["RegionOrder"]
    first = [region for region in dict.fromkeys(order) if region in regions]
    return [*first, *sorted(regions - set(first))]
