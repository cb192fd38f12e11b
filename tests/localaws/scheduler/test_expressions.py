"""When a schedule fires next, as its expression says; and which expressions say nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.scheduler.expressions import read

MONDAY = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


def following(text: str, zone: str = "UTC", moment: datetime = MONDAY) -> str:
    found = read(text, zone).after(moment, MONDAY)
    return found.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if found else ""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("at(2026-11-23T20:31:00)", "2026-11-23 20:31"),
        ("at(2026-11-23T20:30:00)", ""),
        ("rate(1 minute)", "2026-11-23 20:31"),
        ("rate(5 minutes)", "2026-11-23 20:35"),
        ("rate(2 hours)", "2026-11-23 22:30"),
        ("rate(7 days)", "2026-11-30 20:30"),
        ("cron(0 2 * * ? *)", "2026-11-24 02:00"),
        ("cron(30 20 * * ? *)", "2026-11-24 20:30"),
        ("cron(0/15 * * * ? *)", "2026-11-23 20:45"),
        ("cron(15,45 20-22/2 * * ? *)", "2026-11-23 20:45"),
        ("cron(0 2 ? * MON *)", "2026-11-30 02:00"),
        ("cron(0 2 ? * 1,7 *)", "2026-11-28 02:00"),
        ("cron(0 2 ? * MON-FRI *)", "2026-11-24 02:00"),
        ("cron(0 2 ? * 2#1 *)", "2026-12-07 02:00"),
        ("cron(0 2 ? * 6L *)", "2026-11-27 02:00"),
        ("cron(0 2 1 * ? *)", "2026-12-01 02:00"),
        ("cron(0 2 L * ? *)", "2026-11-30 02:00"),
        ("cron(0 2 LW 1 ? *)", "2027-01-29 02:00"),
        ("cron(0 2 28W * ? *)", "2026-11-27 02:00"),
        ("cron(0 2 29 FEB ? *)", "2028-02-29 02:00"),
        ("cron(0 2 1 JAN-MAR ? 2030/5)", "2030-01-01 02:00"),
        ("cron(0 2 1 1 ? 2020)", ""),
    ],
)
def test_an_expression_says_when_it_fires_next(text: str, moment: str) -> None:
    assert following(text) == moment


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("cron(0 2 * * ? *)", "Europe/Berlin", "2026-11-24 01:00"),
        ("at(2026-11-24T02:00:00)", "Asia/Tokyo", "2026-11-23 17:00"),
        ("at(2026-11-24T06:00:00)", "Asia/Tokyo", "2026-11-23 21:00"),
    ],
)
def test_an_expression_is_read_on_the_clocks_of_its_zone(text: str, zone: str, moment: str) -> None:
    expected = moment if moment > "2026-11-23 20:30" else ""
    assert following(text, zone) == expected


def test_a_time_that_clocks_skip_where_summer_begins_is_left_out() -> None:
    march = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert following("cron(30 2 * * ? *)", "Europe/Berlin", march) == "2026-03-30 00:30"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "every day",
        "at(2026-02-30T00:00:00)",
        "at(2026-11-23 20:31:00)",
        "rate(0 minutes)",
        "rate(5 seconds)",
        "rate(5 minutes )",
        "cron(0 2 * * *)",
        "cron(0 2 * * * *)",
        "cron(0 2 ? * ? *)",
        "cron(60 2 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 2 0 * ? *)",
        "cron(0 2 32W * ? *)",
        "cron(0 2 1 13 ? *)",
        "cron(0 2 ? * 8 *)",
        "cron(0 2 ? * 2#6 *)",
        "cron(0 2 1 * ? 1969)",
        "cron(5-1 2 1 * ? *)",
        "cron(*/0 2 1 * ? *)",
    ],
)
def test_an_expression_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(AwsError) as refused:
        read(text, "UTC")
    assert (refused.value.code, str(refused.value)) == ("ValidationException", f"Invalid Schedule Expression {text}.")


def test_a_zone_that_there_is_not_is_refused() -> None:
    with pytest.raises(AwsError, match="Invalid time zone Europe/Atlantis"):
        read("rate(1 day)", "Europe/Atlantis")
