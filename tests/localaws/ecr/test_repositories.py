"""Repositories of images, their tags and their policies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws
from tests.localaws.ecr.conftest import Registry

EXPIRE = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9},
    "action": {"type": "expire"},
}


def test_a_repository_is_shown_as_it_was_asked_for(aws: Aws, ecr: Any) -> None:
    key = aws.client("kms").create_key()["KeyMetadata"]
    made = ecr.create_repository(
        repositoryName="team/own",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfiguration={"encryptionType": "KMS", "kmsKey": key["KeyId"]},
        tags=[{"Key": "team", "Value": "one"}],
    )["repository"]
    assert made["repositoryUri"] == "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/own"
    assert made["encryptionConfiguration"] == {"encryptionType": "KMS", "kmsKey": key["Arn"]}
    assert made["imageScanningConfiguration"] == {"scanOnPush": True}
    assert ecr.describe_repositories(repositoryNames=["team/own"])["repositories"] == [made]
    assert ecr.list_tags_for_resource(resourceArn=made["repositoryArn"])["tags"] == [{"Key": "team", "Value": "one"}]


def test_a_name_is_given_once(ecr: Any, registry: Registry) -> None:
    with pytest.raises(ClientError, match=r"RepositoryAlreadyExistsException.*already exists in the registry with id"):
        ecr.create_repository(repositoryName=registry.name)


def test_a_key_that_is_not_there_is_refused(ecr: Any) -> None:
    with pytest.raises(ClientError, match="KmsException"):
        ecr.create_repository(
            repositoryName="locked", encryptionConfiguration={"encryptionType": "KMS", "kmsKey": "alias/none"}
        )


def test_a_name_with_capitals_is_refused(ecr: Any) -> None:
    with pytest.raises(ClientError, match=r"InvalidParameterException.*regular expression"):
        ecr.create_repository(repositoryName="Capital")


def test_what_holds_images_is_deleted_by_force_alone(ecr: Any, registry: Registry) -> None:
    registry.push("one", "1")
    with pytest.raises(ClientError, match=r"RepositoryNotEmptyException.*because it still contains images"):
        ecr.delete_repository(repositoryName=registry.name)
    ecr.delete_repository(repositoryName=registry.name, force=True)
    with pytest.raises(ClientError, match="RepositoryNotFoundException"):
        ecr.describe_repositories(repositoryNames=[registry.name])


def test_layers_go_with_their_last_repository(aws: Aws, ecr: Any, registry: Registry) -> None:
    kept = Registry(ecr, f"{registry.name}-too")
    ecr.create_repository(repositoryName=kept.name)
    shared, alone = f"shared by {registry.name}".encode(), f"alone in {registry.name}".encode()
    registry.upload(shared)
    both, one = kept.upload(shared), registry.upload(alone)
    ecr.delete_repository(repositoryName=registry.name, force=True)
    held = {path.name for path in (aws.world.root / "images").rglob("sha256-*")}
    assert both.replace(":", "-") in held
    assert one.replace(":", "-") not in held


def test_policies_are_kept_and_taken_away(ecr: Any, registry: Registry) -> None:
    text = json.dumps({"rules": [EXPIRE]})
    ecr.put_lifecycle_policy(repositoryName=registry.name, lifecyclePolicyText=text)
    assert ecr.get_lifecycle_policy(repositoryName=registry.name)["lifecyclePolicyText"] == text
    ecr.delete_lifecycle_policy(repositoryName=registry.name)
    with pytest.raises(ClientError, match="LifecyclePolicyNotFoundException"):
        ecr.get_lifecycle_policy(repositoryName=registry.name)
    with pytest.raises(ClientError, match="RepositoryPolicyNotFoundException"):
        ecr.get_repository_policy(repositoryName=registry.name)


def test_a_lifecycle_policy_with_two_rules_of_one_priority_is_refused(ecr: Any, registry: Registry) -> None:
    text = json.dumps({"rules": [EXPIRE, EXPIRE]})
    with pytest.raises(ClientError, match="Lifecycle policy validation failure"):
        ecr.put_lifecycle_policy(repositoryName=registry.name, lifecyclePolicyText=text)


def test_settings_change_in_place(ecr: Any, registry: Registry) -> None:
    ecr.put_image_tag_mutability(repositoryName=registry.name, imageTagMutability="IMMUTABLE")
    ecr.put_image_scanning_configuration(repositoryName=registry.name, imageScanningConfiguration={"scanOnPush": True})
    shown = ecr.describe_repositories(repositoryNames=[registry.name])["repositories"][0]
    assert (shown["imageTagMutability"], shown["imageScanningConfiguration"]) == ("IMMUTABLE", {"scanOnPush": True})
    ecr.tag_resource(resourceArn=shown["repositoryArn"], tags=[{"Key": "a", "Value": "b"}])
    ecr.untag_resource(resourceArn=shown["repositoryArn"], tagKeys=["a"])
    assert ecr.list_tags_for_resource(resourceArn=shown["repositoryArn"])["tags"] == []


def test_repositories_come_in_pages(ecr: Any, registry: Registry) -> None:
    ecr.create_repository(repositoryName=f"{registry.name}-next")
    pages = ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 1})
    names = [repository["repositoryName"] for page in pages for repository in page["repositories"]]
    assert {registry.name, f"{registry.name}-next"} <= set(names)
    assert names == sorted(names)
