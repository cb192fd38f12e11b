"""People of the account: roles that the administrator made, each with just the rights it was given."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.clients import ACCOUNT, Credentials
from tests.conftest import REGION, Aws, policy

Statement = dict[str, Any]

OF_THE_ACCOUNT = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "sts:AssumeRole",
}


def allow(*actions: str, on: str | list[str] = "*", **condition: Any) -> Statement:
    """A statement; conditions as `StringEquals={...}`."""
    given = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **given}


def deny(*actions: str, on: str | list[str] = "*", **condition: Any) -> Statement:
    return {**allow(*actions, on=on, **condition), "Effect": "Deny"}


@dataclass(frozen=True)
class Person:
    """A session of a role of its own."""

    aws: Aws
    name: str
    credentials: Credentials

    @property
    def role(self) -> str:
        return self.credentials.caller.entity

    def may(self, *statements: Statement) -> Person:
        """Hold these rights and no others."""
        iam = self.aws.client("iam")
        if statements:
            iam.put_role_policy(RoleName=self.name, PolicyName="rights", PolicyDocument=policy(*statements))
        return self

    def bucket(self) -> str:
        """A bucket of the account with the object `kept`, which has a tag."""
        s3 = self.aws.client("s3")
        s3.create_bucket(Bucket=self.name)
        s3.put_object(Bucket=self.name, Key="kept", Body=b"kept", Tagging="kind=data")
        return self.name

    def key(self) -> str:
        """A key that trusts the policies of the account."""
        return str(self.aws.client("kms").create_key()["KeyMetadata"]["KeyId"])

    def duty(self, service: str) -> str:
        """A new role that a service may assume."""
        return self.aws.role(f"{self.name}-{uuid.uuid4().hex[:6]}", service)

    def client(self, service: str) -> Any:
        return self.aws.world.clients.get(service, REGION, self.credentials)


@pytest.fixture
def person(aws: Aws) -> Person:
    name = f"person-{uuid.uuid4().hex[:10]}"
    role = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=policy(OF_THE_ACCOUNT))["Role"]["Arn"]
    return Person(aws, name, aws.world.clients.assume(role, "work", REGION, aws.server.credentials))


def refusal(call: Any) -> str:
    """The words with which a call is denied."""
    with pytest.raises(ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    assert error["Code"] in ("AccessDenied", "AccessDeniedException", "AuthorizationError"), error
    return str(error["Message"])
