from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.bundle import Asset
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish import Clients
from mlops_templates.publish.objects import missing_assets, stored_keys, upload

ACCOUNT = "123456789012"
ASSET = Asset("seeds/a-0123456789abcdef.zip", b"content")


@pytest.fixture
def bucket(clients: Clients) -> str:
    name = f"sagemaker-mlops-templates-{ACCOUNT}-{clients.region}"
    clients.s3.create_bucket(Bucket=name, **_place(clients.region))
    return name


def _place(region: str) -> dict[str, Any]:
    return {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}


def test_an_uploaded_asset_is_there_and_no_longer_missing(clients: Clients, bucket: str) -> None:
    upload(clients.s3, bucket, ACCOUNT, ASSET)
    assert clients.s3.get_object(Bucket=bucket, Key=ASSET.key)["Body"].read() == b"content"
    assert missing_assets([ASSET], stored_keys(clients.s3, bucket, ACCOUNT), bucket) == ()


def test_what_is_there_already_is_not_written_again(clients: Clients, bucket: str) -> None:
    upload(clients.s3, bucket, ACCOUNT, ASSET)
    before = clients.s3.head_object(Bucket=bucket, Key=ASSET.key)
    upload(clients.s3, bucket, ACCOUNT, ASSET)
    assert clients.s3.head_object(Bucket=bucket, Key=ASSET.key)["LastModified"] == before["LastModified"]


def test_other_content_at_the_key_is_never_overwritten(clients: Clients, bucket: str) -> None:
    clients.s3.put_object(Bucket=bucket, Key=ASSET.key, Body=b"forgery")
    with pytest.raises(MlopsTemplatesError, match="does not hold what its name says"):
        upload(clients.s3, bucket, ACCOUNT, ASSET)
    assert clients.s3.get_object(Bucket=bucket, Key=ASSET.key)["Body"].read() == b"forgery"


def test_an_object_of_another_size_is_noticed_by_the_plan() -> None:
    with pytest.raises(MlopsTemplatesError, match="does not hold what its name says"):
        missing_assets([ASSET], {ASSET.key: 3}, "bucket")


def test_a_missing_bucket_is_named(clients: Clients) -> None:
    with pytest.raises(MlopsTemplatesError, match="Could not list bucket no-such-bucket"):
        stored_keys(clients.s3, "no-such-bucket", ACCOUNT)
