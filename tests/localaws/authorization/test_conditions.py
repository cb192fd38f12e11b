"""Every operator, with values, without, and with several."""

from __future__ import annotations

import time

import pytest

from mlops_templates.localaws.authorization.conditions import holds
from mlops_templates.localaws.authorization.policy import Condition

REQUEST = {
    "one": ("v",),
    "many": ("a", "b"),
    "number": ("5",),
    "date": ("2026-11-23T10:00:00Z",),
    "epoch": ("1700000000",),
    "flag": ("true",),
    "ip": ("10.1.2.3",),
    "arn": ("arn:aws:sns:r:1:topic",),
    "bytes": ("aGk=",),
    "me": ("v",),
    "nothing": ("",),
}


@pytest.mark.parametrize(
    ("operator", "key", "values", "verdict"),
    [
        ("StringEquals", "one", ["x", "v"], True),
        ("StringEquals", "one", ["V"], False),
        ("StringEquals", "one", ["${me}"], True),
        ("StringEquals", "absent", ["v"], False),
        ("StringEqualsIfExists", "absent", ["v"], True),
        ("StringEqualsIfExists", "one", ["x"], False),
        ("StringNotEquals", "one", ["v"], False),
        ("StringNotEquals", "one", ["x", "v"], False),
        ("StringNotEquals", "absent", ["v"], True),
        ("StringEqualsIgnoreCase", "one", ["V"], True),
        ("StringNotEqualsIgnoreCase", "one", ["V"], False),
        ("StringEqualsIgnoreCase", "nothing", ["${absent}"], False),
        ("StringLike", "one", ["?"], True),
        ("StringLike", "absent", ["*"], False),
        ("StringNotLike", "one", ["*"], False),
        ("ForAnyValue:StringEquals", "many", ["b"], True),
        ("ForAnyValue:StringEquals", "absent", ["b"], False),
        ("ForAllValues:StringEquals", "many", ["a"], False),
        ("ForAllValues:StringEquals", "many", ["a", "b", "c"], True),
        ("ForAllValues:StringLike", "absent", ["a"], True),
        ("ForAnyValue:StringNotEquals", "many", ["a"], True),
        ("ForAnyValue:StringNotEquals", "absent", ["a"], False),
        ("ForAllValues:StringNotEquals", "many", ["a"], False),
        ("Bool", "flag", ["True"], True),
        ("Bool", "flag", ["false"], False),
        ("BoolIfExists", "absent", ["false"], True),
        ("Bool", "absent", ["false"], False),
        ("Null", "absent", ["true"], True),
        ("Null", "one", ["true"], False),
        ("Null", "one", ["false"], True),
        ("NumericEquals", "number", ["5.0"], True),
        ("NumericNotEquals", "number", ["5"], False),
        ("NumericLessThan", "number", ["6"], True),
        ("NumericLessThan", "number", ["5"], False),
        ("NumericLessThanEquals", "number", ["5"], True),
        ("NumericGreaterThan", "number", ["5"], False),
        ("NumericGreaterThanEquals", "number", ["5"], True),
        ("NumericEquals", "one", ["5"], False),
        ("DateLessThan", "date", ["2026-11-24T00:00:00Z"], True),
        ("DateLessThan", "date", ["2026-11-23T10:00:00Z"], False),
        ("DateLessThanEquals", "date", ["2026-11-23T10:00:00Z"], True),
        ("DateGreaterThan", "date", ["2026-11-24"], False),
        ("DateGreaterThan", "date", ["2026-11-23T10:00:00Z"], False),
        ("DateEquals", "epoch", ["2023-11-14T22:13:20Z"], True),
        ("DateNotEquals", "epoch", ["2023-11-14T22:13:20Z"], False),
        ("DateGreaterThanEquals", "epoch", ["1700000000"], True),
        ("DateLessThanEquals", "one", ["2026-11-24"], False),
        ("IpAddress", "ip", ["10.0.0.0/8"], True),
        ("IpAddress", "ip", ["10.9.9.9/8"], True),
        ("NotIpAddress", "ip", ["10.0.0.0/8"], False),
        ("IpAddress", "one", ["10.0.0.0/8"], False),
        ("ArnLike", "arn", ["arn:aws:sns:*:1:t*"], True),
        ("ArnEquals", "arn", ["arn:aws:sns:*:1:topic"], True),
        ("ArnNotLike", "arn", ["arn:aws:sns:*:1:t*"], False),
        ("ArnNotEquals", "absent", ["arn:aws:sns:*:1:t*"], True),
        ("BinaryEquals", "bytes", ["aGk="], True),
        ("BinaryEquals", "one", ["aGk="], False),
        ("StringMatches", "one", ["v"], None),
        ("ForSomeValues:StringEquals", "one", ["v"], None),
    ],
)
def test_an_operator_judges_as_aws_documents(operator: str, key: str, values: list[str], verdict: bool | None) -> None:
    assert holds(Condition(operator, key, tuple(values)), REQUEST) is verdict


def test_a_moment_without_a_zone_is_one_of_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert holds(Condition("DateEquals", "date", ("2026-11-23T10:00:00",)), REQUEST)
    time.tzset()
