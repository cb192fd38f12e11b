"""Points in time as AWS gives them: UTC, to the millisecond."""

from datetime import UTC, datetime


def now() -> datetime:
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def in_utc(moment: datetime) -> datetime:
    """A moment of a request, which is in UTC when it does not say otherwise."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def text(moment: datetime) -> str:
    """`2026-11-23T12:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def epoch_milliseconds(moment: datetime) -> float:
    return round(moment.timestamp() * 1000, 0)
