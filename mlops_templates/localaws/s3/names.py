"""Names of buckets, which moto takes more freely than S3 does."""

from __future__ import annotations

import re

from mlops_templates.localaws.errors import AwsError

_NAME = re.compile(r"(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")


def check(bucket: str) -> None:
    """Refuse a name that no new bucket may have.

    Raises:
        AwsError: InvalidBucketName.
    """
    if not _NAME.fullmatch(bucket) or bucket.startswith(_PREFIXES) or bucket.endswith(_SUFFIXES):
        raise AwsError("InvalidBucketName", f"The specified bucket is not valid: {bucket[:100]}")
