from datetime import UTC, datetime, timedelta

import pytest
import storage
from storage import Folder

from monitoring.test.examples import Bucket

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CAPTURED = Folder("data", "data-capture/churn-p-1-prod/")
REPORTS = Folder("data", "drift/churn-p-1-prod/")


def file(bucket: Bucket, moment: datetime, name: str, variant: str = "AllTraffic") -> None:
    key = f"{CAPTURED.prefix}{variant}/{moment:%Y/%m/%d/%H}/{name}.jsonl"
    bucket.objects[key] = (name.encode(), moment)


def test_the_first_run_reads_all_that_was_captured() -> None:
    bucket = Bucket()
    file(bucket, NOON - timedelta(days=30), "old")
    file(bucket, NOON - timedelta(hours=1), "new")
    assert list(storage.captured(bucket, CAPTURED, None, NOON)) == ["old", "new"]


def test_a_later_run_reads_what_came_since_each_file_once() -> None:
    bucket = Bucket()
    for name, minutes in (("read", -61), ("first", -60), ("last", -1), ("running", 0)):
        file(bucket, NOON + timedelta(minutes=minutes), name)
    assert list(storage.captured(bucket, CAPTURED, NOON - timedelta(hours=1), NOON)) == ["first", "last"]


def test_hours_that_were_read_long_ago_are_not_listed() -> None:
    bucket = Bucket()
    file(bucket, NOON, "one")
    list(storage.captured(bucket, CAPTURED, NOON, NOON + timedelta(hours=1)))
    assert bucket.listed_after == [f"{CAPTURED.prefix}AllTraffic/2026/05/04/10"]


def test_all_variants_are_read() -> None:
    bucket = Bucket()
    file(bucket, NOON, "one")
    file(bucket, NOON, "two", variant="New")
    assert list(storage.captured(bucket, CAPTURED, None, NOON + timedelta(hours=1))) == ["one", "two"]


def test_the_next_run_begins_where_this_one_ended() -> None:
    bucket = Bucket()
    assert storage.read_since(bucket, REPORTS) is None
    storage.write_until(bucket, REPORTS, NOON, "key")
    assert storage.read_since(bucket, REPORTS) == NOON
    assert bucket.put[0]["SSEKMSKeyId"] == "key"


@pytest.mark.parametrize("uri", ["data/folder/", "s3://data", "s3://data/file"])
def test_an_address_that_is_no_folder_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="expected s3://bucket/folder/"):
        storage.folder(uri)
