"""Calls that IAM denies, each for another reason."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError
from tables import table

from mlops_templates.localaws.reach import Keys
from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer

ACCOUNT = "111122223333"


def denials(page: str, server: LocalAwsServer) -> str:
    return table(("the call", "the answer"), list(_denials(server.account(ACCOUNT))))


def said(account: LocalAccount, service: str, operation: str, request: dict[str, Any]) -> str:
    try:
        getattr(account.client(service), operation)(**request)
    except ClientError as error:
        words = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
        return f"`{' '.join(words.split())}`"
    raise AssertionError(f"nobody refuses {service}:{operation}")


def _denials(account: LocalAccount) -> Iterator[tuple[str, str]]:
    bucket = ("s3", "create_bucket", {"Bucket": "mine"})
    yield "no policy allows it", said(_as(account, "reader", _allow("s3:ListBucket")), *bucket)
    deny = {"Effect": "Deny", "Action": "s3:CreateBucket", "Resource": "*"}
    yield "a policy denies it", said(_as(account, "denied", _allow("s3:*"), deny), *bucket)
    yield "the boundary does not allow it", said(_bounded(account), *bucket)
    trusting = account.role("service", trusts=["codebuild.amazonaws.com"])
    assume = ("sts", "assume_role", {"RoleArn": trusting, "RoleSessionName": "me"})
    yield "the role trusts somebody else", said(account, *assume)
    build = ("codebuild", "create_project", _project(trusting))
    yield "a role is handed on without iam:PassRole", said(_as(account, "builder", _allow("codebuild:*")), *build)
    stranger = dataclasses.replace(account, keys=Keys("AKIAIOSFODNN7EXAMPLE", "secret"), _clients={})
    yield "nobody was given the key", said(stranger, *bucket)


def _as(account: LocalAccount, name: str, *statements: dict[str, Any]) -> LocalAccount:
    return account.as_role(account.role(name, allows={"Version": "2012-10-17", "Statement": statements}))


def _bounded(account: LocalAccount) -> LocalAccount:
    iam, role = account.client("iam"), account.role("bounded")
    boundary = {"Version": "2012-10-17", "Statement": [_allow("s3:Get*")]}
    arn = iam.create_policy(PolicyName="boundary", PolicyDocument=json.dumps(boundary))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName="bounded", PermissionsBoundary=arn)
    return account.as_role(role)


def _allow(action: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*"}


def _project(role: str) -> dict[str, Any]:
    return {
        "name": "scores",
        "serviceRole": role,
        "source": {"type": "NO_SOURCE", "buildspec": "version: 0.2\nphases: {build: {commands: [echo]}}"},
        "artifacts": {"type": "NO_ARTIFACTS"},
        "environment": {"type": "LINUX_CONTAINER", "computeType": "BUILD_GENERAL1_SMALL", "image": "x"},
    }
