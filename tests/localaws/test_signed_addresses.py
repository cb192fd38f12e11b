"""An address that was signed beforehand is good for whoever has it, as its signer, for as long as it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.config import Config

from tests.conftest import REGION, Aws
from tests.localaws.authorization.conftest import Person, allow, person
from tests.localaws.signing import HandMade

__all__ = ["person"]


def opened(url: str) -> tuple[int, str]:
    return HandMade(url, "s3", method="GET").send({})


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_an_address_that_was_signed_beforehand_acts_as_its_signer(aws: Aws, person: Person, version: str) -> None:
    bucket, credentials = person.bucket(), person.credentials
    config = Config(signature_version=version, s3={"addressing_style": "path"})
    keys = {
        "aws_access_key_id": credentials.access_key,
        "aws_secret_access_key": credentials.secret_key,
        "aws_session_token": credentials.token,
    }
    signer = boto3.session.Session().client("s3", region_name=REGION, endpoint_url=aws.url, config=config, **keys)
    url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "kept"}, ExpiresIn=600)
    status, text = opened(url)
    assert status == 403
    assert f"User: {person.credentials.caller.arn} is not authorized to perform: s3:GetObject" in text
    person.may(allow("s3:GetObject"))
    assert opened(url) == (200, "kept")
    status, text = opened(url.replace("kept", "other"))
    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in text
    over = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "kept"}, ExpiresIn=-9)
    assert opened(over)[0] in (400, 403)


def test_an_address_is_good_for_as_long_as_it_says(aws: Aws, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = person.bucket()
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    environment = aws.environment()
    signer = boto3.session.Session().client(
        "s3",
        region_name=REGION,
        endpoint_url=aws.url,
        config=config,
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=environment["AWS_SESSION_TOKEN"],
    )
    then = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: then.replace(tzinfo=None))
    for seconds, answered in ((3500, (403, "Request has expired")), (3700, (200, "kept"))):
        url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "kept"}, ExpiresIn=seconds)
        status, text = opened(url)
        assert status == answered[0]
        assert answered[1] in text


@pytest.mark.parametrize(("seconds", "good"), [(604_800, True), (604_801, False), (0, False)])
def test_an_address_is_signed_for_a_week_at_most(aws: Aws, person: Person, seconds: int, good: bool) -> None:
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    held = aws.server.credentials
    keys = {
        "aws_access_key_id": held.access_key,
        "aws_secret_access_key": held.secret_key,
        "aws_session_token": held.token,
    }
    signer = boto3.session.Session().client("s3", region_name=REGION, endpoint_url=aws.url, config=config, **keys)
    kept = {"Bucket": person.bucket(), "Key": "kept"}
    status, text = opened(signer.generate_presigned_url("get_object", Params=kept, ExpiresIn=seconds))
    assert (status, "X-Amz-Expires must be less than a week" in text) == ((200, False) if good else (400, True))
