"""What was captured since the last run, and up to when it was read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

STATE = "last_run.json"
# The folders of captured data are hours of UTC; a file may close after its hour has ended.
SLACK = timedelta(hours=2)


@dataclass(frozen=True)
class Folder:
    """A folder in S3."""

    bucket: str
    prefix: str


def folder(uri: str) -> Folder:
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not bucket or not prefix.endswith("/"):
        raise ValueError(f"'{uri}' is not the address of a folder in S3: expected s3://bucket/folder/")
    return Folder(bucket, prefix)


def read_since(s3: Any, reports: Folder) -> datetime | None:
    """Up to when the last run has read; nothing before the first one."""
    key = reports.prefix + STATE
    if not s3.list_objects_v2(Bucket=reports.bucket, Prefix=key, MaxKeys=1).get("Contents"):
        return None
    document = json.loads(s3.get_object(Bucket=reports.bucket, Key=key)["Body"].read())
    return datetime.fromisoformat(document["read_until"])


def write_until(s3: Any, reports: Folder, until: datetime, kms_key: str) -> None:
    body = json.dumps({"read_until": until.isoformat()}) + "\n"
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key}
    s3.put_object(Bucket=reports.bucket, Key=reports.prefix + STATE, Body=body.encode(), **encryption)


def captured(s3: Any, place: Folder, since: datetime | None, until: datetime) -> Iterator[str]:
    """The text of each file that was written from `since` on and before `until`."""
    for variant in _variants(s3, place):
        # Keys sort by time below a variant, so that what was read long ago is not even listed.
        start = {"StartAfter": f"{variant}{since - SLACK:%Y/%m/%d/%H}"} if since else {}
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=place.bucket, Prefix=variant, **start):
            for entry in page.get("Contents", []):
                if (since is None or entry["LastModified"] >= since) and entry["LastModified"] < until:
                    yield s3.get_object(Bucket=place.bucket, Key=entry["Key"])["Body"].read().decode("utf-8")


def now() -> datetime:
    """S3 tells times in whole seconds, so the running second is left to the next run."""
    return datetime.now(UTC).replace(microsecond=0)


def _variants(s3: Any, place: Folder) -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=place.bucket, Prefix=place.prefix, Delimiter="/")
    return [found["Prefix"] for page in pages for found in page.get("CommonPrefixes", [])]
