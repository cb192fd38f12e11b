"""The repository of a project's own images: encrypted, scanned, with tags that stay, and it outlives its project."""

from __future__ import annotations

import json

import pytest

from mlops_templates.duties.containers import PULL
from mlops_templates.duties.images import IMAGES
from tests.duties.rights import CHURN, OTHER, Project, arn, role
from tests.rendered import product_document, resources

REPOSITORY = "ImageRepository"


def test_it_is_there_only_when_it_was_asked_for():
    assert product_document()["Resources"][REPOSITORY]["Condition"] == "OwnsContainers"
    assert product_document()["Parameters"]["OwnContainers"]["Default"] == "no"


def test_images_are_encrypted_with_the_key_of_the_project_and_scanned():
    properties = resources("AWS::ECR::Repository")[REPOSITORY]
    assert properties["EncryptionConfiguration"] == {"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}}
    assert properties["ImageScanningConfiguration"] == {"ScanOnPush": True}


def test_a_tag_never_gets_another_image():
    assert resources("AWS::ECR::Repository")[REPOSITORY]["ImageTagMutability"] == "IMMUTABLE"


def test_only_what_has_no_tag_expires():
    lifecycle = resources("AWS::ECR::Repository")[REPOSITORY]["LifecyclePolicy"]
    rules = json.loads(lifecycle["LifecyclePolicyText"])["rules"]
    assert [rule["selection"]["tagStatus"] for rule in rules] == ["untagged"]


def test_it_stays_when_the_project_goes_but_not_when_its_creation_fails():
    resource = product_document()["Resources"][REPOSITORY]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_builds_may_push_there_and_build_upon_images_of_aws_and_nothing_else():
    named = {action: set() for permission in IMAGES.permissions for action in permission.actions}
    for permission in IMAGES.permissions:
        for action in permission.actions:
            named[action] |= {json.dumps(getattr(each, "data", each)) for each in permission.resources}
    assert len(named["ecr:PutImage"]) == 1
    assert all("repository/sagemaker-*" not in each for each in named["ecr:PutImage"])
    assert any("repository/sagemaker-*" in each for each in named["ecr:BatchGetImage"])
    assert named["ecr:GetAuthorizationToken"] == {'"*"'}
    assert "ecr:DeleteRepository" not in named


@pytest.mark.parametrize("scm", ["codecommit", "github-actions"])
@pytest.mark.parametrize("noun", ["build", "branch", "training", "model"])
def test_a_role_pulls_images_of_its_own_project_only(noun: str, scm: str):
    of_churn = role(noun, "repeatable-real-time", scm)

    def pulled(project: Project) -> set[str]:
        return {action for action in PULL if of_churn.may(action, arn("ecr", f"repository/mlops-{project.id}-images"))}

    assert (pulled(CHURN), pulled(OTHER)) == (set(PULL), set())


@pytest.mark.parametrize(("noun", "pushes"), [("build", True), ("branch", True), ("training", False), ("model", False)])
def test_only_builds_push(noun: str, pushes: bool):
    own = arn("ecr", f"repository/mlops-{CHURN.id}-images")
    assert role(noun, "repeatable-real-time", "github-actions").may("ecr:PutImage", own) is pushes
