"""Code of processing steps, laid into the ML data bucket once per content."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

PREFIX = "code/deploy-steps"
ENTRY = "/opt/ml/processing/input/code"


def upload(s3: Any, bucket: str, kms_key_arn: str, folder: Path, others: Sequence[Path] = ()) -> str:
    """The S3 folder that holds this folder's Python files and the others; a known content is not laid there again."""
    paths = [*sorted(path for path in folder.iterdir() if path.suffix == ".py"), *others]
    prefix = address(paths, folder.name)
    known = {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])}
    for path in paths:
        if prefix + path.name not in known:
            encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key_arn}
            s3.put_object(Bucket=bucket, Key=prefix + path.name, Body=path.read_bytes(), **encryption)
    return f"s3://{bucket}/{prefix}"


def address(paths: Iterable[Path], name: str) -> str:
    """The key prefix of these files: other content, another one."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{PREFIX}/{name}-{digest.hexdigest()[:16]}/"
