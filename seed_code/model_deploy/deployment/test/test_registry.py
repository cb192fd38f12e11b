import pytest

from deployment import registry
from deployment.errors import DeploymentError
from deployment.test.examples import GROUP_ARN, stubbed

QUESTION = {
    "ModelPackageGroupName": "churn-p-1",
    "ModelApprovalStatus": "Approved",
    "SortBy": "CreationTime",
    "SortOrder": "Descending",
}


def summary(version: int) -> dict[str, object]:
    return {
        "ModelPackageName": "churn-p-1",
        "ModelPackageArn": f"{GROUP_ARN}/{version}",
        "ModelPackageStatus": "Completed",
        "CreationTime": "2026-01-01T00:00:00Z",
    }


def test_the_newest_approved_version_is_chosen() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_response("list_model_packages", {"ModelPackageSummaryList": [summary(12), summary(9)]}, QUESTION)
    assert registry.newest_approved(sagemaker, "churn-p-1") == f"{GROUP_ARN}/12"


def test_an_empty_first_page_is_not_the_end() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_response("list_model_packages", {"ModelPackageSummaryList": [], "NextToken": "more"}, QUESTION)
    second = {**QUESTION, "NextToken": "more"}
    stubber.add_response("list_model_packages", {"ModelPackageSummaryList": [summary(3)]}, second)
    assert registry.newest_approved(sagemaker, "churn-p-1") == f"{GROUP_ARN}/3"


def test_nothing_approved_says_what_to_do() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_response("list_model_packages", {"ModelPackageSummaryList": []}, QUESTION)
    with pytest.raises(
        DeploymentError, match=r"^nothing approved yet: approve a version of churn-p-1 in the model"
    ) as error:
        registry.newest_approved(sagemaker, "churn-p-1")
    assert error.value.exit_status == 1
