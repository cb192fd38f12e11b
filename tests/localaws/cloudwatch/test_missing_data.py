"""What an alarm makes of data that is missing: the tables of CloudWatch's documentation.

Five periods are looked at, the newest last; X breaches, 0 does not, - is missing.
"""

from __future__ import annotations

import pytest

from mlops_templates.localaws.cloudwatch.evaluation import Point, _state
from mlops_templates.localaws.cloudwatch.statistics import Summary

ONE = Summary(1, 1, 1, 1)
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
STAYS = ""


def judged(shown: str, periods: int, needed: int, treat: str) -> str:
    points = [
        Point(0, age, 1.0, ONE, sign == "X")
        for age, sign in enumerate(reversed(shown.split()), start=1)
        if sign in ("X", "0")
    ][:periods]
    return _state(points, periods - len(points), needed, treat)


@pytest.mark.parametrize(
    ("shown", "needed", "states"),
    [
        ("0 - X - X", 3, ("OK", "OK", "OK", "OK")),
        ("0 - - - -", 3, ("OK", "OK", "OK", "OK")),
        ("- - - - -", 3, ("INSUFFICIENT_DATA", STAYS, "ALARM", "OK")),
        ("0 X X - X", 3, ("ALARM", "ALARM", "ALARM", "ALARM")),
        ("- - X - -", 3, ("ALARM", STAYS, "ALARM", "OK")),
        ("0 - X - X", 2, ("ALARM", "ALARM", "ALARM", "ALARM")),
        ("0 0 X 0 X", 2, ("ALARM", "ALARM", "ALARM", "ALARM")),
        ("0 - X - -", 2, ("OK", "OK", "ALARM", "OK")),
        ("- - - - 0", 2, ("OK", "OK", "ALARM", "OK")),
        ("- - - X -", 2, ("ALARM", STAYS, "ALARM", "OK")),
        ("- - - - X", 3, (STAYS, STAYS, "ALARM", "OK")),
    ],
)
def test_missing_data_counts_as_documented(shown: str, needed: int, states: tuple[str, ...]) -> None:
    assert tuple(judged(shown, 3, needed, treat) for treat in TREATMENTS) == states
