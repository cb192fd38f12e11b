"""Accounts besides the default one, reached as the managing account of an organization reaches its members."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION, Aws, policy


def member(aws: Aws, account: str) -> boto3.Session:
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    return boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)


def client(aws: Aws, session: boto3.Session, service: str) -> Any:
    return session.client(service, endpoint_url=aws.url)


def test_an_administrator_becomes_one_of_any_other_account(aws: Aws) -> None:
    caller = client(aws, member(aws, "222200000001"), "sts").get_caller_identity()
    assert caller["Account"] == "222200000001"
    assert caller["Arn"] == "arn:aws:sts::222200000001:assumed-role/OrganizationAccountAccessRole/me"


def test_what_is_made_there_is_made_there_only(aws: Aws) -> None:
    client(aws, member(aws, "222200000002"), "sns").create_topic(Name="theirs")
    assert "theirs" not in str(aws.client("sns").list_topics()["Topics"])
    assert "222200000002:theirs" in str(client(aws, member(aws, "222200000002"), "sns").list_topics()["Topics"])


def test_a_role_of_the_default_account_without_the_right_does_not_become_one(aws: Aws) -> None:
    trust = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}
    role = aws.client("iam").create_role(RoleName="idle", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    idle = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)
    with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
        client(aws, idle, "sts").assume_role(
            RoleArn="arn:aws:iam::222200000003:role/OrganizationAccountAccessRole", RoleSessionName="me"
        )


def test_a_member_does_not_become_an_administrator_of_another(aws: Aws) -> None:
    one = client(aws, member(aws, "222200000005"), "sts")
    with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
        one.assume_role(RoleArn="arn:aws:iam::222200000006:role/OrganizationAccountAccessRole", RoleSessionName="me")


def test_no_other_role_of_an_account_is_made_by_asking(aws: Aws) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
        aws.client("sts").assume_role(RoleArn="arn:aws:iam::222200000004:role/Other", RoleSessionName="me")


def test_the_default_account_is_no_member_of_itself(aws: Aws) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
        member(aws, "123456789012")
