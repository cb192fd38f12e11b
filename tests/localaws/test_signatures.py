"""Only the holder of a key signs with it, and only for a short time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.sts.models import sts_backends

from mlops_templates.localaws.clients import ACCOUNT, Credentials
from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import Person, allow, person, refusal
from tests.localaws.signing import HandMade

__all__ = ["person"]

SERVICES = ("s3", "iam", "codecommit")
READS = {"s3": "list_buckets", "iam": "list_roles", "codecommit": "list_repositories"}


def client_with(aws: Aws, service: str, credentials: Credentials) -> Any:
    return boto3.session.Session().client(
        service,
        region_name=REGION,
        endpoint_url=aws.url,
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=credentials.token or None,
        config=Config(retries={"total_max_attempts": 1}),
    )


def code_of(aws: Aws, service: str, credentials: Credentials) -> str:
    with pytest.raises(ClientError) as refused:
        getattr(client_with(aws, service, credentials), READS[service])()
    return str(refused.value.response["Error"]["Code"])


def codes_of(aws: Aws, credentials: Credentials) -> list[str]:
    return [code_of(aws, service, credentials) for service in SERVICES]


INVALID = ["InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException"]


def test_a_key_that_nobody_was_given_is_refused(aws: Aws) -> None:
    assert codes_of(aws, replace(aws.server.credentials, access_key="AKIAIOSFODNN7EXAMPLE", token="")) == INVALID


def test_a_wrong_secret_is_refused(aws: Aws) -> None:
    wrong = replace(aws.server.credentials, secret_key="guessed")
    assert codes_of(aws, wrong) == ["SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException"]


def test_a_session_without_its_token_is_refused(aws: Aws) -> None:
    assert codes_of(aws, replace(aws.server.credentials, token="")) == INVALID


def test_a_session_with_another_token_is_refused(aws: Aws) -> None:
    codes = codes_of(aws, replace(aws.server.credentials, token="another"))
    assert codes == ["InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException"]


def test_a_session_ends(aws: Aws, person: Person) -> None:
    person.may(allow("*"))
    ours = person.credentials
    held = sts_backends[ACCOUNT]["aws"].get_assumed_role_from_access_key(ours.access_key)
    client_with(aws, "s3", ours).list_buckets()
    held.expiration -= timedelta(hours=2)
    assert codes_of(aws, ours) == ["ExpiredToken", "ExpiredToken", "ExpiredTokenException"]


def test_a_user_signs_with_an_active_key(aws: Aws, person: Person) -> None:
    iam = aws.client("iam")
    iam.create_user(UserName=person.name)
    iam.put_user_policy(UserName=person.name, PolicyName="p", PolicyDocument=policy(allow("*")))
    key = iam.create_access_key(UserName=person.name)["AccessKey"]
    ours = Credentials(key["AccessKeyId"], key["SecretAccessKey"], "", person.credentials.caller)
    client_with(aws, "iam", ours).list_roles()
    iam.update_access_key(UserName=person.name, AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert codes_of(aws, ours) == INVALID


TARGET = {"X-Amz-Target": "CodeCommit_20150413.ListRepositories", "Content-Type": "application/x-amz-json-1.1"}


def listing(aws: Aws) -> HandMade:
    return HandMade(f"{aws.url}/", "codecommit", body=b"{}", headers=TARGET)


@pytest.mark.parametrize(
    ("header", "value"), [("X-Amz-Target", "CodeCommit_20150413.DeleteRepository"), ("Content-Type", "text/plain")]
)
def test_a_header_that_was_changed_on_the_way_is_noticed(aws: Aws, header: str, value: str) -> None:
    request = listing(aws)
    signed = request.signed(aws.server.credentials)
    assert request.send(signed)[0] == 200
    status, text = request.send({**signed, header: value})
    assert (status, json.loads(text)["__type"]) == (403, "InvalidSignatureException")


def test_a_body_path_or_query_that_was_changed_on_the_way_is_noticed(aws: Aws) -> None:
    request = listing(aws)
    signed = request.signed(aws.server.credentials)
    for changed in (
        replace(request, body=b'{"sortBy": "repositoryName"}'),
        replace(request, url=f"{aws.url}/other"),
        replace(request, url=f"{aws.url}/?a=b"),
        replace(request, method="PUT"),
    ):
        assert json.loads(changed.send(signed)[1])["__type"] == "InvalidSignatureException"


@pytest.mark.parametrize("declared", [sha256(b"{}").hexdigest(), "UNSIGNED-PAYLOAD"])
def test_what_a_request_declares_of_its_body_is_not_believed(aws: Aws, declared: str) -> None:
    headers = {**TARGET, "X-Amz-Content-SHA256": declared}
    request = HandMade(f"{aws.url}/", "codecommit", body=b"{}", headers=headers)
    changed = replace(request, body=b'{"sortBy": "repositoryName"}')
    assert json.loads(changed.send(request.signed(aws.server.credentials))[1])["__type"] == "InvalidSignatureException"


@pytest.mark.parametrize(
    ("minutes", "words"), [(-6, "Signature expired: "), (6, "Signature not yet current: "), (-4, ""), (4, "")]
)
def test_a_clock_may_be_five_minutes_away(aws: Aws, monkeypatch: pytest.MonkeyPatch, minutes: int, words: str) -> None:
    then = datetime.now(UTC) + timedelta(minutes=minutes)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: then.replace(tzinfo=None))
    request = listing(aws)
    status, text = request.send(request.signed(aws.server.credentials))
    assert status == (403 if words else 200)
    assert words in text


def test_s3_allows_a_clock_a_quarter_of_an_hour(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    request = HandMade(f"{aws.url}/", "s3", method="GET")
    for minutes, status in ((10, 200), (16, 403)):
        then = datetime.now(UTC) - timedelta(minutes=minutes)
        monkeypatch.setattr("botocore.auth.get_current_datetime", lambda then=then: then.replace(tzinfo=None))
        answered, text = request.send(request.signed(aws.server.credentials))
        assert answered == status
        assert ("RequestTimeTooSkewed" in text) is (status == 403)


@pytest.mark.parametrize(
    "key", ["plain", "a b+c", "über/ß", "a//b/../c", "%2F", "tilde~'()*!", "q?x=1&y", "a:b@c,d;e=f$g#h"]
)
def test_every_name_of_an_object_is_signed_as_it_is(aws: Aws, person: Person, key: str) -> None:
    s3, bucket = aws.client("s3"), person.bucket()
    s3.put_object(Bucket=bucket, Key=key, Body=b"body")
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"body"
    assert s3.list_objects_v2(Bucket=bucket, Prefix=key)["KeyCount"] == 1


def test_a_payload_may_be_left_out_of_the_signature(aws: Aws, person: Person) -> None:
    url = f"{aws.url}/{person.bucket()}/unsigned"
    request = HandMade(url, "s3", method="PUT", body=b"x", headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"})
    assert request.send(request.signed(aws.server.credentials))[0] == 200


@pytest.mark.parametrize(
    ("authorization", "words"),
    [
        ("AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/iam/aws4_request", "'SignedHeaders'"),
        ("AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1, SignedHeaders=host, Signature=x", "slash-delimited"),
        ("AWS4-HMAC-SHA256 Credential=AK/20260102/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x", "Date"),
        ("Basic YTpi", "Unsupported authorization"),
    ],
)
def test_a_signature_that_lacks_a_part_is_incomplete(aws: Aws, authorization: str, words: str) -> None:
    headers = {"Authorization": authorization, "X-Amz-Date": "20260101T000000Z"}
    status, text = listing(aws).send({**TARGET, **headers})
    assert status == 400
    assert json.loads(text)["__type"] == "IncompleteSignatureException"
    assert words in text


def test_the_host_belongs_to_what_is_signed(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = SigV4Auth.headers_to_sign

    def without_host(signer: SigV4Auth, request: Any) -> Any:
        headers = usual(signer, request)
        del headers["host"]
        return headers

    monkeypatch.setattr(SigV4Auth, "headers_to_sign", without_host)
    status, text = listing(aws).send(listing(aws).signed(aws.server.credentials))
    assert (status, json.loads(text)["__type"]) == (403, "InvalidSignatureException")


def test_who_is_refused_for_the_signature_did_nothing(aws: Aws, person: Person) -> None:
    wrong = replace(aws.server.credentials, secret_key="guessed")
    with pytest.raises(ClientError):
        client_with(aws, "s3", wrong).create_bucket(Bucket=f"{person.name}-never")
    names = [bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]]
    assert f"{person.name}-never" not in names
    assert "s3:ListAllMyBuckets" in refusal(person.client("s3").list_buckets)
