"""Folders to and from S3, several objects at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed

THREADS = 8
CHUNK = 1 << 20


def split(uri: str) -> tuple[str, str]:
    """Bucket and key of an S3 address."""
    if not uri.startswith("s3://"):
        raise JobFailed(f"ClientError: '{uri}' is not an S3 address")
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def pull(s3: Any, uri: str, folder: Path) -> None:
    """Download an object, or all objects under a prefix, into a folder.

    A prefix ends at a slash here: `s3://b/train` means `train` and `train/...`, not `train2`.
    """
    bucket, prefix = split(uri)
    keys = {key: relative for key in _keys(s3, bucket, prefix) if (relative := _relative(key, prefix))}
    if not keys:
        raise JobFailed(f"ClientError: Data download failed: No S3 objects found under S3 URL '{uri}'")
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda key: _download(s3, bucket, key, folder / keys[key]), keys))


def push(s3: Any, folder: Path, uri: str, kms_key: str = "") -> None:
    """Upload every file of a folder under a prefix."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    prefix = uri.rstrip("/")
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda path: upload(s3, path, f"{prefix}/{path.relative_to(folder).as_posix()}", kms_key), files))


def upload(s3: Any, path: Path, uri: str, kms_key: str = "") -> None:
    """Upload one file."""
    bucket, key = split(uri)
    encryption: Document = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key} if kms_key else {}
    with path.open("rb") as body:
        s3.put_object(Bucket=bucket, Key=key, Body=body, **encryption)


def _keys(s3: Any, bucket: str, prefix: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for entry in page.get("Contents", []):
            yield entry["Key"]


def _relative(key: str, prefix: str) -> str:
    """The path of an object below its prefix; empty for what is not a file under it.

    Raises:
        JobFailed: the path leads out of the folder, or no folder can have it.
    """
    if key.endswith("/"):
        return ""
    if ".." in key.split("/") or "\0" in key:
        raise JobFailed(f"ClientError: Data download failed: the key {key!r} is no path of a file")
    if key == prefix:
        return key.rpartition("/")[2]
    below = prefix if not prefix or prefix.endswith("/") else f"{prefix}/"
    # What is left may begin with a slash, which would lead to the top of this machine.
    return key.removeprefix(below).lstrip("/") if key.startswith(below) else ""


def _download(s3: Any, bucket: str, key: str, target: Path) -> None:
    body = s3.get_object(Bucket=bucket, Key=key)["Body"]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for chunk in body.iter_chunks(CHUNK):
                file.write(chunk)
    except OSError as error:
        raise JobFailed(f"ClientError: Data download failed: {error.strerror}: {key[:300]!r}") from error
