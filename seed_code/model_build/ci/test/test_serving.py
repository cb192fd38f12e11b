from dataclasses import replace

import boto3
import pytest

from ci.serving import serving_model

KEY = "churn/20260102T030405Z-0123456789ab/ml-pipeline-outputs/Train/x/output/model.tar.gz"


class Aws:
    """S3 and SageMaker in one, with one approved version."""

    def __init__(self, bucket):
        self.approved, self.uri, self.keys = ["arn:aws:sagemaker:::model-package/g/7"], f"s3://{bucket}/{KEY}", [KEY]

    def list_model_packages(self, ModelPackageGroupName, **order):
        assert ModelPackageGroupName == "churn-p-abc123"
        assert order == {
            "ModelApprovalStatus": "Approved",
            "SortBy": "CreationTime",
            "SortOrder": "Descending",
            "MaxResults": 1,
        }
        return {"ModelPackageSummaryList": [{"ModelPackageArn": arn} for arn in self.approved]}

    def describe_model_package(self, ModelPackageName):
        return {"InferenceSpecification": {"Containers": [{"ModelDataUrl": self.uri}]}}

    def list_objects_v2(self, *, Bucket, Prefix, MaxKeys):
        return {"Contents": [{"Key": key} for key in self.keys if key == Prefix]}


@pytest.fixture
def aws(monkeypatch, project):
    aws = Aws(project.bucket)
    monkeypatch.setattr(boto3, "client", lambda service, **_: aws)
    return aws


def test_the_newest_approved_version_of_the_main_group_is_compared_with(aws, project, capsys):
    assert serving_model(project) == f"s3://{project.bucket}/{KEY}"
    assert "model-package/g/7" in capsys.readouterr().out


def test_before_the_first_approval_there_is_none(aws, project):
    aws.approved = []
    assert serving_model(project) == ""


def test_a_branch_asks_for_none_because_it_may_not_read_the_main_group(monkeypatch, project):
    monkeypatch.setattr(boto3, "client", lambda *_, **__: pytest.fail("AWS was asked"))
    assert serving_model(replace(project, branch="feature/x")) == ""


@pytest.mark.parametrize("change", [{"uri": f"s3://other/{KEY}"}, {"uri": ""}, {"keys": []}])
def test_an_archive_that_the_job_could_not_read_stops_no_build_and_is_told(aws, project, capsys, change):
    vars(aws).update(change)
    assert serving_model(project) == ""
    assert "no comparison with arn:aws:sagemaker:::model-package/g/7" in capsys.readouterr().out
