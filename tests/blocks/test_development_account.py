"""What an account of its own for training may use of a project, and what it means to have none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.rendered import product_document

PRODUCTS = [f"{phase}-{kind}" for phase in ("repeatable", "reliable", "scalable") for kind in ("real-time", "batch")]
ACCOUNT = {"Fn::If": ["DevelopsElsewhere", {"Ref": "DevelopmentAccountId"}, {"Ref": "AWS::AccountId"}]}


def statements(product: str, resource: str, policy: str) -> list[dict[str, Any]]:
    found = product_document(product)["Resources"][resource]["Properties"][policy]["Statement"]
    return [each for each in found if each["Principal"] != "*" and ACCOUNT in listed(each["Principal"].get("AWS"))]


def listed(principals: Any) -> list[Any]:
    return principals if isinstance(principals, list) else [principals]


@pytest.mark.parametrize("product", PRODUCTS)
def test_training_stays_in_the_account_of_the_project_unless_the_form_names_another(product: str):
    document = product_document(product)
    field = document["Parameters"]["DevelopmentAccountId"]
    assert field["Default"] == "same"
    assert document["Conditions"]["DevelopsElsewhere"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "DevelopmentAccountId"}, "same"]}]
    }
    texts = ("same", "111122223333", "", "1111", "other", "1111222233334")
    assert [bool(re.fullmatch(field["AllowedPattern"], text)) for text in texts] == [True, True, *4 * [False]]


def test_an_experiment_has_no_other_account():
    assert "DevelopmentAccountId" not in product_document("initial-experiment")["Parameters"]


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_other_account_reads_data_and_only_its_training_writes(product: str):
    policy = statements(product, "MlDataBucketPolicy", "PolicyDocument")
    by_name = {each["Sid"]: each for each in policy}
    assert by_name.keys() == {"Readers", "Writers"}
    assert by_name["Writers"]["Action"] == ["s3:AbortMultipartUpload", "s3:PutObject"]
    assert by_name["Writers"]["Resource"] == [{"Fn::Sub": "${MlDataBucket.Arn}/*"}]
    who = {name: each["Condition"]["ArnLike"]["aws:PrincipalArn"] for name, each in by_name.items()}
    assert who == {
        "Readers": "arn:*:iam::*:role/mlops/mlops-templates-target-*",
        "Writers": "arn:*:iam::*:role/mlops/mlops-templates-target-training-*",
    }
    assert statements(product, "ArtifactsBucketPolicy", "PolicyDocument") == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_other_account_uses_the_key_and_never_makes_grants(product: str):
    [statement] = statements(product, "Key", "KeyPolicy")
    assert statement["Action"] == ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    assert statement["Condition"]["ArnLike"]["aws:PrincipalArn"].endswith(":role/mlops/mlops-templates-target-*")


@pytest.mark.parametrize("group", ["MainModelPackageGroup", "DevModelPackageGroup"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_the_other_account_registers_versions_and_cannot_approve_or_delete_one(product: str, group: str):
    [statement] = statements(product, group, "ModelPackageGroupPolicy")
    assert statement["Action"] == [
        "sagemaker:CreateModelPackage",
        "sagemaker:DescribeModelPackage",
        "sagemaker:DescribeModelPackageGroup",
        "sagemaker:ListModelPackages",
    ]


@pytest.mark.parametrize("product", PRODUCTS)
def test_builds_know_the_account(product: str):
    resources = product_document(product)["Resources"]
    for project in ("BuildProject", "BranchProject"):
        variables = resources[project]["Properties"]["Environment"]["EnvironmentVariables"]
        assert {"Name": "DEVELOPMENT_ACCOUNT_ID", "Value": {"Ref": "DevelopmentAccountId"}} in variables
