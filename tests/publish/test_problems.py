from __future__ import annotations

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, NoCredentialsError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish import connect
from mlops_templates.publish.problems import explained


def _refusal(code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "CreateChangeSet")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoCredentialsError(), ["Unable to locate credentials.", "AWS_PROFILE", "aws sso login"]),
        (_refusal("AccessDenied", "User is not authorized"), ["access denied", "right to CreateChangeSet"]),
        (_refusal("ExpiredToken", "The security token is expired"), ["have expired", "it continues"]),
        (_refusal("InvalidClientTokenId", "The token is invalid"), ["does not accept the credentials"]),
        (_refusal("ValidationError", "Template format error"), ["Template format error."]),
    ],
)
def test_a_refusal_says_what_was_tried_what_is_wrong_and_what_to_do(error: Exception, words: list[str]) -> None:
    with pytest.raises(MlopsTemplatesError) as told, explained("change stack x"):
        raise error
    assert str(told.value).startswith("Could not change stack x: ")
    for word in words:
        assert word in str(told.value)


def test_an_unreachable_endpoint_is_told_with_its_address() -> None:
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=1)
    sts = boto3.client(
        "sts",
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=config,
    )
    with pytest.raises(MlopsTemplatesError, match=r"AWS is not reachable.*http://127\.0\.0\.1:9"), explained("ask"):
        sts.get_caller_identity()


def test_a_programming_error_is_not_explained_away() -> None:
    with pytest.raises(KeyError), explained("look up"):
        raise KeyError("x")


def test_without_a_region_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with pytest.raises(MlopsTemplatesError, match="--region"):
        connect()


def test_an_unknown_profile_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    with pytest.raises(MlopsTemplatesError, match="no-such-profile"):
        connect("us-east-1")
