"""Who may use a repository: IAM, the repository's own policy, and the key that it is encrypted with."""

from __future__ import annotations

import json
import uuid
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws
from tests.localaws.ecr.conftest import Registry

OTHER = "arn:aws:iam::210987654321:role/OrganizationAccountAccessRole"


def as_role(aws: Aws, *actions: str) -> Any:
    """A client of a new role that may do these everywhere."""
    name = f"visitor-{uuid.uuid4().hex[:8]}"
    arn = aws.account.role(name, trusts=["123456789012"], allows=actions)
    return client_of(aws, arn, "ecr")


def client_of(aws: Aws, role: str, service: str) -> Any:
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="visit")["Credentials"]
    return boto3.client(
        service,
        endpoint_url=aws.url,
        region_name="us-east-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def test_an_action_is_asked_for_its_repository(aws: Aws, registry: Registry) -> None:
    visitor = as_role(aws, "ecr:ListImages")
    assert visitor.list_images(repositoryName=registry.name)["imageIds"] == []
    refused = rf"not authorized to perform: ecr:DescribeImages on resource: arn:aws:ecr:.*:repository/{registry.name}"
    with pytest.raises(ClientError, match=refused):
        visitor.describe_images(repositoryName=registry.name)


def test_a_creation_with_tags_and_a_key_asks_for_both(aws: Aws) -> None:
    key = aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    encrypted = {"encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": key}}
    with pytest.raises(ClientError, match="ecr:TagResource"):
        as_role(aws, "ecr:CreateRepository").create_repository(
            repositoryName="tagged", tags=[{"Key": "a", "Value": "b"}]
        )
    visitor = as_role(aws, "ecr:CreateRepository", "kms:DescribeKey")
    with pytest.raises(ClientError, match="kms:CreateGrant"):
        visitor.create_repository(repositoryName="encrypted", **encrypted)


def test_another_account_is_let_in_by_the_policy_of_the_repository(aws: Aws, ecr: Any, registry: Registry) -> None:
    digest = registry.push("one", "1")
    asked = {
        "registryId": "123456789012",
        "repositoryName": registry.name,
        "imageIds": [{"imageDigest": digest}],
    }
    other = client_of(aws, OTHER, "ecr")
    with pytest.raises(ClientError, match="no resource-based policy allows the ecr:BatchGetImage action"):
        other.batch_get_image(**asked)
    statement = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "ecr:BatchGetImage"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    ecr.set_repository_policy(repositoryName=registry.name, policyText=policy)
    assert len(other.batch_get_image(**asked)["images"]) == 1
