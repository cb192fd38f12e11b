"""Repositories of images, made by stacks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.ecr.conftest import Registry

EXPIRE = {
    "rulePriority": 1,
    "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 1},
    "action": {"type": "expire"},
}
LIFECYCLE = {"LifecyclePolicyText": json.dumps({"rules": [EXPIRE]})}


def repository(**properties: Any) -> dict[str, Any]:
    return {"Images": {"Type": "AWS::ECR::Repository", "Properties": properties}}


def test_a_repository_has_what_its_template_says(stacks: Stacks) -> None:
    allow = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "ecr:BatchGetImage"}
    resources = repository(
        ImageTagMutability="IMMUTABLE",
        ImageScanningConfiguration={"ScanOnPush": True},
        LifecyclePolicy=LIFECYCLE,
        RepositoryPolicyText={"Version": "2012-10-17", "Statement": [allow]},
        Tags=[{"Key": "team", "Value": "one"}],
    )
    outputs = {"Uri": {"Value": {"Fn::GetAtt": ["Images", "RepositoryUri"]}}}
    stack = stacks.create({"Resources": resources, "Outputs": outputs})
    assert stacks.status(stack) == "CREATE_COMPLETE", stacks.reasons(stack)
    ecr, name = stacks.aws.client("ecr"), stacks.physical(stack)["Images"]
    shown = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
    assert shown["repositoryUri"] == stacks.outputs(stack)["Uri"]
    assert shown["imageTagMutability"] == "IMMUTABLE"
    assert shown["imageScanningConfiguration"] == {"scanOnPush": True}
    assert "210987654321" in ecr.get_repository_policy(repositoryName=name)["policyText"]
    assert json.loads(ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"]) == {"rules": [EXPIRE]}
    tags = ecr.list_tags_for_resource(resourceArn=shown["repositoryArn"])["tags"]
    assert {"Key": "team", "Value": "one"} in tags


def test_settings_of_a_repository_change_in_place(stacks: Stacks) -> None:
    stack = stacks.create(repository(LifecyclePolicy=LIFECYCLE))
    ecr, name = stacks.aws.client("ecr"), stacks.physical(stack)["Images"]
    changed = repository(ImageTagMutability="IMMUTABLE", ImageScanningConfiguration={"ScanOnPush": True})
    assert stacks.update(stack, changed) == "UPDATE_COMPLETE"
    assert stacks.physical(stack)["Images"] == name
    shown = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
    assert (shown["imageTagMutability"], shown["imageScanningConfiguration"]) == ("IMMUTABLE", {"scanOnPush": True})
    with pytest.raises(ClientError, match="LifecyclePolicyNotFoundException"):
        ecr.get_lifecycle_policy(repositoryName=name)


def test_a_repository_that_holds_images_is_not_deleted(stacks: Stacks) -> None:
    stack = stacks.create(repository())
    ecr, name = stacks.aws.client("ecr"), stacks.physical(stack)["Images"]
    Registry(ecr, name).push("one", "1")
    assert stacks.delete(stack) == "DELETE_FAILED"
    assert "still contains images" in stacks.reasons(stack)
    ecr.batch_delete_image(repositoryName=name, imageIds=[{"imageTag": "1"}])
    assert stacks.delete(stack) == "DELETE_COMPLETE"


def test_a_repository_is_emptied_on_delete_where_the_template_says_so(stacks: Stacks) -> None:
    stack = stacks.create(repository(EmptyOnDelete=True))
    Registry(stacks.aws.client("ecr"), stacks.physical(stack)["Images"]).push("one", "1")
    assert stacks.delete(stack) == "DELETE_COMPLETE"
