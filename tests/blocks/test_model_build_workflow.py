"""Roles and variables of the model_build workflow: images of its own only when they were asked for."""

from __future__ import annotations

import json

import pytest

from tests.rendered import Document, product_document

PRODUCTS = ["repeatable-batch", "reliable-real-time", "scalable-real-time"]
ASKED = "OwnsContainers"


def given(document: Document, asked: str) -> str:
    """What the variables output says of the repository of images for this answer in the form."""
    lines = document["Outputs"]["ModelBuildVariables"]["Value"]["Fn::Join"][1]
    [choice] = [line["Fn::If"] for line in lines if "IMAGE_REPOSITORY" in json.dumps(line)]
    assert choice[0] == ASKED
    return json.dumps(choice[1 if asked == "yes" else 2])


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_variable_of_the_image_repository_is_told_only_when_it_was_asked_for(product: str) -> None:
    document = product_document(product, "github-actions")
    assert document["Resources"]["ImageRepository"]["Condition"] == ASKED
    assert given(document, "yes") == '{"Fn::Sub": "IMAGE_REPOSITORY=${ImageRepository.RepositoryUri}"}'
    assert given(document, "no") == '""'


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("role", ["BuildRole", "BranchRole"])
def test_a_workflow_may_push_images_only_when_they_were_asked_for(product: str, role: str) -> None:
    policies = product_document(product, "github-actions")["Resources"][role]["Properties"]["ManagedPolicyArns"]
    [choice] = [each["Fn::If"] for each in policies if "use-images" in json.dumps(each)]
    assert (choice[0], choice[2]) == (ASKED, {"Ref": "AWS::NoValue"})


def test_no_role_of_the_model_deploy_workflow_may_push_images() -> None:
    resources = product_document("scalable-real-time", "github-actions")["Resources"]
    pushers = {name for name, resource in resources.items() if "use-images" in json.dumps(resource)}
    assert pushers == {"BuildRole", "BranchRole"}
