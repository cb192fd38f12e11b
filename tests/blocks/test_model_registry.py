import pytest

from tests.rendered import product_document, resources

GROUPS = resources("AWS::SageMaker::ModelPackageGroup")


def test_main_and_dev_groups_are_separate():
    assert {name: group["ModelPackageGroupName"]["Fn::Sub"] for name, group in GROUPS.items()} == {
        "MainModelPackageGroup": "${SageMakerProjectName}-${SageMakerProjectId}",
        "DevModelPackageGroup": "${SageMakerProjectName}-${SageMakerProjectId}-dev",
    }


@pytest.mark.parametrize("name", GROUPS)
def test_registered_models_outlive_the_project(name: str):
    assert product_document()["Resources"][name]["DeletionPolicy"] == "RetainExceptOnCreate"
