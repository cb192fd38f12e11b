"""Condition operators.

A key that the request does not have: the positive operators do not hold, the negated ones, `...IfExists` and
`ForAllValues` do; `Null` asks for just that.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import operator
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from mlops_templates.localaws.authorization.patterns import Context, arn_fits, fits, substituted
from mlops_templates.localaws.authorization.policy import Condition

Test = Callable[[str, str, Context], bool]
"""Whether a value of the policy fits a value of the request."""


def holds(condition: Condition, context: Context) -> bool | None:
    """Whether a condition holds for a request; None when its operator is not known."""
    name, values = condition.operator, context.get(condition.key, ())
    if name == "Null":
        return (condition.values[0].lower() == "true") == (not values)
    quantifier, _, name = name.rpartition(":")
    optional = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    negated = name in NEGATED
    test = TESTS.get(NEGATED.get(name, name))
    if test is None or quantifier not in ("", "ForAnyValue", "ForAllValues"):
        return None
    if not values:
        return optional or quantifier == "ForAllValues" or (negated and quantifier == "")
    verdicts = (_any(test, condition.values, value, context) != negated for value in values)
    return any(verdicts) if quantifier == "ForAnyValue" else all(verdicts)


def _any(test: Test, wanted: Iterable[str], value: str, context: Context) -> bool:
    return any(test(each, value, context) for each in wanted)


def _equals(wanted: str, value: str, context: Context) -> bool:
    return substituted(wanted, context) == value


def _equals_ignoring_case(wanted: str, value: str, context: Context) -> bool:
    text = substituted(wanted, context)
    return text is not None and text.lower() == value.lower()


def _bool(wanted: str, value: str, _: Context) -> bool:
    return wanted.lower() == value.lower()


def _binary(wanted: str, value: str, _: Context) -> bool:
    try:
        return base64.b64decode(wanted, validate=True) == base64.b64decode(value, validate=True)
    except binascii.Error:
        return False


def _number(compare: Callable[[float, float], bool]) -> Test:
    def test(wanted: str, value: str, _: Context) -> bool:
        try:
            return compare(float(value), float(wanted))
        except ValueError:
            return False

    return test


def _date(compare: Callable[[datetime, datetime], bool]) -> Test:
    def test(wanted: str, value: str, _: Context) -> bool:
        try:
            return compare(_moment(value), _moment(wanted))
        except ValueError:
            return False

    return test


def _moment(text: str) -> datetime:
    if text.replace(".", "", 1).isdigit() and len(text) > 4:
        return datetime.fromtimestamp(float(text), UTC)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _address(wanted: str, value: str, _: Context) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


TESTS: dict[str, Test] = {
    "StringEquals": _equals,
    "StringEqualsIgnoreCase": _equals_ignoring_case,
    "StringLike": fits,
    "ArnEquals": arn_fits,
    "ArnLike": arn_fits,
    "Bool": _bool,
    "BinaryEquals": _binary,
    "NumericEquals": _number(operator.eq),
    "NumericLessThan": _number(operator.lt),
    "NumericLessThanEquals": _number(operator.le),
    "NumericGreaterThan": _number(operator.gt),
    "NumericGreaterThanEquals": _number(operator.ge),
    "DateEquals": _date(operator.eq),
    "DateLessThan": _date(operator.lt),
    "DateLessThanEquals": _date(operator.le),
    "DateGreaterThan": _date(operator.gt),
    "DateGreaterThanEquals": _date(operator.ge),
    "IpAddress": _address,
}

NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}
