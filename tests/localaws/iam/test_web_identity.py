"""Roles for the bearers of tokens: `sts:AssumeRoleWithWebIdentity` without a signature, by a provider of identity."""

from __future__ import annotations

import json
import time
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from mlops_templates.localaws.workflows import issuer
from tests.conftest import Aws

HOST = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"
MAIN = {"sub": "repo:octo/web-identity:ref:refs/heads/main", "repository": "octo/web-identity"}


@pytest.fixture(scope="module")
def provider(aws: Aws) -> Any:
    iam = aws.client("iam")
    for known in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:  # of other tests of this server
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=known["Arn"])
    made = iam.create_open_id_connect_provider(
        Url=f"https://{HOST}", ClientIDList=[AUDIENCE], ThumbprintList=["f" * 40], Tags=[{"Key": "of", "Value": "us"}]
    )["OpenIDConnectProviderArn"]
    yield made
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=made)
    assert made not in [each["Arn"] for each in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]


@pytest.fixture(scope="module")
def role(aws: Aws, provider: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{HOST}:aud": AUDIENCE, f"{HOST}:sub": MAIN["sub"]}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = aws.client("iam").create_role(RoleName="bearers", AssumeRolePolicyDocument=document)["Role"]
    return str(made["Arn"])


def taken(aws: Aws, role: str, token: str, **more: Any) -> Any:
    """What STS answers to somebody who has no key at all."""
    sts: Any = boto3.client(
        "sts", region_name="us-east-1", endpoint_url=aws.url, config=Config(signature_version=UNSIGNED, proxies={})
    )
    try:
        return sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="run", WebIdentityToken=token, **more)
    finally:
        sts.close()


def refused(aws: Aws, role: str, token: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        taken(aws, role, token, **more)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def test_a_provider_says_what_it_was_made_of(aws: Aws, provider: str) -> None:
    iam = aws.client("iam")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=provider, ThumbprintList=["a" * 40])
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    assert (found["Url"], found["ClientIDList"], found["ThumbprintList"]) == (HOST, [AUDIENCE], ["a" * 40])
    assert found["Tags"] == [{"Key": "of", "Value": "us"}]
    assert provider.endswith(f":oidc-provider/{HOST}")


def test_the_bearer_of_a_good_token_becomes_the_role(aws: Aws, role: str) -> None:
    made = taken(aws, role, issuer.token(aws.world, MAIN, AUDIENCE))
    assert made["SubjectFromWebIdentityToken"] == MAIN["sub"]
    keys = made["Credentials"]
    session = boto3.client(
        "sts",
        region_name="us-east-1",
        endpoint_url=aws.url,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    assert session.get_caller_identity()["Arn"].endswith(":assumed-role/bearers/run")
    session.close()


@pytest.mark.parametrize("subject", ["repo:octo/web-identity:ref:refs/heads/other", "repo:evil/web-identity:ref:x", ""])
def test_a_token_of_another_subject_is_refused(aws: Aws, role: str, subject: str) -> None:
    got = refused(aws, role, issuer.token(aws.world, {**MAIN, "sub": subject}, AUDIENCE))
    assert got == ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")


def test_a_role_without_that_trust_is_refused_as_is_one_that_is_not_there(aws: Aws, role: str) -> None:
    token = issuer.token(aws.world, MAIN, AUDIENCE)
    other = aws.role("not-for-bearers", "codebuild")
    assert refused(aws, other, token)[0] == "AccessDenied"
    assert refused(aws, f"{role}-2", token)[0] == "AccessDenied"


def test_a_token_for_another_audience_is_refused(aws: Aws, role: str) -> None:
    token = issuer.token(aws.world, MAIN, "https://github.com/octo")
    assert refused(aws, role, token) == ("InvalidIdentityToken", "Incorrect token audience")


def test_a_token_that_was_changed_is_refused(aws: Aws, role: str) -> None:
    head, _, signature = issuer.token(aws.world, {**MAIN, "sub": "repo:evil/x:ref:y"}, AUDIENCE).split(".")
    _, claims, _ = issuer.token(aws.world, MAIN, AUDIENCE).split(".")
    assert refused(aws, role, f"{head}.{claims}.{signature}")[0] == "InvalidIdentityToken"


@pytest.mark.parametrize("text", ["nonsense", "a.b.c", "e30.e30.e30"])
def test_what_is_no_token_is_refused(aws: Aws, role: str, text: str) -> None:
    code, message = refused(aws, role, text)
    assert code == "InvalidIdentityToken" and "not a valid JWT" in message


def test_an_old_token_is_refused(aws: Aws, role: str) -> None:
    token = issuer.token(aws.world, MAIN, AUDIENCE, now=time.time() - 3600)
    code, message = refused(aws, role, token)
    assert code == "ExpiredTokenException" and message.startswith("Token expired: current date/time ")


def test_a_token_of_the_future_is_rejected(aws: Aws, role: str) -> None:
    token = issuer.token(aws.world, MAIN, AUDIENCE, now=time.time() + 3600)
    assert refused(aws, role, token)[0] == "IDPRejectedClaim"


def test_an_account_without_the_provider_knows_nobody(aws: Aws) -> None:
    token = issuer.token(aws.world, MAIN, AUDIENCE)
    code, message = refused(aws, "arn:aws:iam::222233334444:role/bearers", token)
    assert code == "InvalidIdentityToken"
    assert message == f"No OpenIDConnect provider found in your account for https://{HOST}"


def test_the_session_lasts_no_longer_than_the_role_allows(aws: Aws, role: str) -> None:
    token = issuer.token(aws.world, MAIN, AUDIENCE)
    assert refused(aws, role, token, DurationSeconds=7200)[0] == "ValidationError"


def test_a_part_of_the_request_that_is_not_emulated_is_refused(aws: Aws, role: str) -> None:
    token = issuer.token(aws.world, MAIN, AUDIENCE)
    code, message = refused(aws, role, token, ProviderId="www.amazon.com")
    assert code == "NotEmulated" and "ProviderId" in message
