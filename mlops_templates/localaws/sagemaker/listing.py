"""What SageMaker's List actions have in common: filters by name, time and status, and the order."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.moments import in_utc


class Listed(Protocol):
    """What can be listed."""

    @property
    def name(self) -> str: ...
    @property
    def created(self) -> datetime: ...
    @property
    def modified(self) -> datetime: ...


Record = TypeVar("Record", bound=Listed)


def select(
    records: Iterable[Record],
    request: Document,
    *,
    order: str = "Ascending",
    status: Callable[[Record], str] = lambda record: "",
) -> list[Record]:
    """The records that the filters of a request leave, in the order it asks for (`order` when it does not)."""
    kept = [record for record in list(records) if _matches(record, request, status(record))]
    keys: dict[str, Callable[[Record], tuple[str | datetime, ...]]] = {
        "Name": lambda record: (record.name,),
        "Status": lambda record: (status(record), record.created),
        "LastModifiedTime": lambda record: (record.modified,),
    }
    key = keys.get(request.get("SortBy", ""), lambda record: (record.created,))
    return sorted(kept, key=key, reverse=request.get("SortOrder", order) == "Descending")


def _matches(record: Listed, request: Document, status: str) -> bool:
    return (
        request.get("NameContains", "").lower() in record.name.lower()
        and request.get("StatusEquals", status) == status
        and within(record.created, request.get("CreationTimeAfter"), request.get("CreationTimeBefore"))
        and within(record.created, request.get("CreatedAfter"), request.get("CreatedBefore"))
        and within(record.modified, request.get("LastModifiedTimeAfter"), request.get("LastModifiedTimeBefore"))
    )


def within(moment: datetime, after: datetime | None, before: datetime | None) -> bool:
    """Whether a moment lies between two that may be missing."""
    return (after is None or moment >= in_utc(after)) and (before is None or moment <= in_utc(before))
