"""Cron expressions of six fields: minutes, hours, day of the month, month, day of the week, year."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
YEARS = (1970, 2199)


@dataclass(frozen=True)
class Cron:
    """The values that each field allows; days are told by texts, for their meaning depends on the month."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: str
    months: tuple[int, ...]
    weekdays: str
    years: tuple[int, ...]

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """The first moment after another one, on the clocks of a zone; a time that a clock skips is left out."""
        start = moment.astimezone(zone).replace(tzinfo=None)
        for day in self._days_from(start.date()):
            for hour in self.hours:
                for minute in self.minutes:
                    local = datetime(day.year, day.month, day.day, hour, minute)
                    found = local.replace(tzinfo=zone)
                    if found > moment and _exists(found, local):
                        return found
        return None

    def _days_from(self, first: date) -> Iterator[date]:
        for year in self.years:
            for month in self.months if year >= first.year else ():
                for day in range(1, calendar.monthrange(year, month)[1] + 1):
                    found = date(year, month, day)
                    if found >= first and self._means(found):
                        yield found

    def _means(self, day: date) -> bool:
        if self.days != "?":
            return any(_is_day(part, day) for part in self.days.split(","))
        return any(_is_weekday(part, day) for part in self.weekdays.split(","))


def parse(text: str) -> Cron:
    """Read the six fields.

    Raises:
        ValueError: they are not six, out of range, or both or none of the day fields is `?`.
    """
    fields = text.upper().split(" ")
    if len(fields) != 6 or (fields[2] == "?") == (fields[4] == "?"):
        raise ValueError(text)
    for part in fields[2].split(",") if fields[2] != "?" else ():
        if not re.fullmatch(r"L|LW|\d{1,2}W", part):
            _values(part, 1, 31)
        elif part[:-1].isdigit() and not 1 <= int(part[:-1]) <= 31:
            raise ValueError(part)
    for part in fields[4].split(",") if fields[4] != "?" else ():
        if not re.fullmatch(r"L|[1-7]L|[1-7]#[1-5]", _numbered(part, DAYS)):
            _values(_numbered(part, DAYS), 1, 7)
    return Cron(
        _values(fields[0], 0, 59),
        _values(fields[1], 0, 23),
        fields[2],
        _values(_numbered(fields[3], MONTHS), 1, 12),
        _numbered(fields[4], DAYS),
        _values(fields[5], *YEARS),
    )


def _numbered(text: str, names: Sequence[str]) -> str:
    for number, name in enumerate(names, start=1):
        text = text.replace(name, str(number))
    return text


def _values(field: str, least: int, most: int) -> tuple[int, ...]:
    """The numbers that a field means."""
    found: set[int] = set()
    for part in field.split(","):
        match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if match is None:
            raise ValueError(part)
        first, last, step = match.groups()
        low = least if first is None else int(first)
        high = most if first is None or (step and last is None) else int(last or first)
        if not least <= low <= high <= most or (step is not None and int(step) < 1):
            raise ValueError(part)
        found.update(range(low, high + 1, int(step or 1)))
    return tuple(sorted(found))


def _is_day(part: str, day: date) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    if part == "L":
        return day.day == last
    if part == "LW":
        return day == _workday(day.replace(day=last))
    if part.endswith("W"):
        number = int(part[:-1])
        return number <= last and day == _workday(day.replace(day=number))
    return day.day in _values(part, 1, 31)


def _workday(day: date) -> date:
    """The workday that is nearest in the same month."""
    last = calendar.monthrange(day.year, day.month)[1]
    if day.weekday() == 5:
        return day - timedelta(days=1) if day.day > 1 else day + timedelta(days=2)
    if day.weekday() == 6:
        return day + timedelta(days=1) if day.day < last else day - timedelta(days=2)
    return day


def _is_weekday(part: str, day: date) -> bool:
    number = day.isoweekday() % 7 + 1
    if part == "L":
        return number == 7
    if part.endswith("L"):
        last = calendar.monthrange(day.year, day.month)[1]
        return number == int(part[:-1]) and day.day + 7 > last
    if "#" in part:
        weekday, which = map(int, part.split("#"))
        return number == weekday and (day.day - 1) // 7 + 1 == which
    return number in _values(part, 1, 7)


def _exists(moment: datetime, local: datetime) -> bool:
    """Whether clocks show this time: where summer begins they skip an hour."""
    seen = datetime.fromtimestamp(moment.timestamp(), moment.tzinfo)
    return seen.replace(tzinfo=None, fold=0) == local
