"""Code of processing steps, laid into the ML data bucket once per content."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PREFIX = "code/deploy-steps"
ENTRY = "/opt/ml/processing/input/code"


def upload(s3: Any, bucket: str, kms_key_arn: str, folder: Path, others: Sequence[Path] = ()) -> str:
    """The S3 folder that holds this folder's Python files and the others; a known content is not laid there again."""
    paths = [*sorted(path for path in folder.iterdir() if path.suffix == ".py"), *others]
    files = {path.name: path.read_bytes() for path in paths}
    digest = hashlib.sha256(b"".join(name.encode() + b"\0" + body + b"\0" for name, body in files.items()))
    prefix = f"{PREFIX}/{folder.name}-{digest.hexdigest()[:16]}/"
    known = {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])}
    for name, body in files.items():
        if prefix + name not in known:
            encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key_arn}
            s3.put_object(Bucket=bucket, Key=prefix + name, Body=body, **encryption)
    return f"s3://{bucket}/{prefix}"
