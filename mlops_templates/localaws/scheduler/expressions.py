"""Schedule expressions: `at(...)`, `rate(...)` and `cron(...)`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.scheduler.cron import Cron, parse

_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
_RATE = re.compile(r"rate\(([1-9]\d*) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((.+)\)")


@dataclass(frozen=True)
class Expression:
    """One of a moment, a rate or a cron expression."""

    once: datetime | None = None
    rate: timedelta | None = None
    cron: Cron | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def after(self, moment: datetime, base: datetime) -> datetime | None:
        """The first moment after another one; a rate counts from its base, which is the first."""
        if self.once is not None:
            return self.once if self.once > moment else None
        if self.rate is not None:
            steps = max(0, math.floor((moment - base) / self.rate) + 1) if moment >= base else 0
            return base + steps * self.rate
        return self.cron.after(moment, self.zone) if self.cron else None


def read(text: str, zone_name: str) -> Expression:
    """Read an expression.

    Raises:
        AwsError: ValidationException.
    """
    zone = _zone(zone_name)
    try:
        if found := _AT.fullmatch(text):
            return Expression(once=datetime.fromisoformat(found[1]).replace(tzinfo=zone), zone=zone)
        if found := _RATE.fullmatch(text):
            return Expression(rate=timedelta(**{f"{found[2]}s": int(found[1])}), zone=zone)
        if found := _CRON.fullmatch(text):
            return Expression(cron=parse(found[1]), zone=zone)
    except (ValueError, OverflowError):
        pass
    raise AwsError("ValidationException", f"Invalid Schedule Expression {text}.")


def utc(moment: datetime) -> datetime:
    """A moment of a request, which says no time zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise AwsError("ValidationException", f"Invalid time zone {name}.") from error
