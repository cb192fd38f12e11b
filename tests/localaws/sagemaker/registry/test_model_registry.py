import json

import pytest
from botocore.exceptions import ClientError

from tests.waiting import message


@pytest.fixture
def group(bench):
    name = bench.name("group")
    bench.sagemaker.create_model_package_group(ModelPackageGroupName=name, ModelPackageGroupDescription="fraud models")
    return name


@pytest.fixture
def register(bench, group):
    def register(**request):
        data = bench.put("model.tar.gz", b"model")
        specification = {
            "Containers": [{"Image": bench.image, "ModelDataUrl": data}],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        }
        given = {"ModelPackageGroupName": group, "InferenceSpecification": specification, **request}
        return bench.sagemaker.create_model_package(**given)["ModelPackageArn"]

    return register


def test_versions_of_a_group_are_numbered(bench, group, register):
    arns = [register(), register()]
    assert arns == [f"arn:aws:sagemaker:us-east-1:123456789012:model-package/{group}/{number}" for number in (1, 2)]


def test_a_version_is_described_as_it_was_registered(bench, register):
    metrics = {"ModelQuality": {"Statistics": {"ContentType": "application/json", "S3Uri": "s3://b/evaluation.json"}}}
    arn = register(ModelMetrics=metrics, CustomerMetadataProperties={"CommitId": "abc"})
    described = bench.sagemaker.describe_model_package(ModelPackageName=arn)
    assert described["ModelMetrics"] == metrics
    assert described["CustomerMetadataProperties"] == {"CommitId": "abc"}
    assert (described["ModelPackageStatus"], described["ModelApprovalStatus"]) == ("Completed", "PendingManualApproval")


def test_a_number_is_not_used_again_after_deletion(bench, register):
    bench.sagemaker.delete_model_package(ModelPackageName=register())
    assert register().endswith("/2")


def test_approval_and_metadata_can_be_changed(bench, register):
    arn = register(CustomerMetadataProperties={"a": "1", "b": "2"})
    bench.sagemaker.update_model_package(
        ModelPackageArn=arn,
        ModelApprovalStatus="Approved",
        ApprovalDescription="good enough",
        CustomerMetadataProperties={"c": "3"},
        CustomerMetadataPropertiesToRemove=["a"],
    )
    described = bench.sagemaker.describe_model_package(ModelPackageName=arn)
    assert (described["ModelApprovalStatus"], described["ApprovalDescription"]) == ("Approved", "good enough")
    assert described["CustomerMetadataProperties"] == {"b": "2", "c": "3"}


def test_the_newest_approved_version_is_found(bench, group, register):
    arns = [register(ModelApprovalStatus=status) for status in ("Approved", "Approved", "Rejected")]
    found = bench.sagemaker.list_model_packages(
        ModelPackageGroupName=group,
        ModelApprovalStatus="Approved",
        SortBy="CreationTime",
        SortOrder="Descending",
        MaxResults=1,
    )
    assert [package["ModelPackageArn"] for package in found["ModelPackageSummaryList"]] == [arns[1]]
    assert found["NextToken"]


def test_versions_are_listed_page_by_page(bench, group, register):
    arns = [register() for _ in range(3)]
    pages = bench.sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=group, PaginationConfig={"PageSize": 2}
    )
    listed = [[package["ModelPackageArn"] for package in page["ModelPackageSummaryList"]] for page in pages]
    assert listed == [arns[:2], arns[2:]]


def test_several_versions_are_described_at_once(bench, group, register):
    arn, missing = register(), f"arn:aws:sagemaker:us-east-1:123456789012:model-package/{group}/99"
    answer = bench.sagemaker.batch_describe_model_package(ModelPackageArnList=[arn, missing])
    assert list(answer["ModelPackageSummaries"]) == [arn]
    assert answer["BatchDescribeModelPackageErrorMap"][missing]["ErrorCode"] == "ResourceNotFound"


def test_a_group_with_versions_cannot_be_deleted(bench, group, register):
    arn = register()
    with pytest.raises(ClientError, match="still contains Model Packages") as refused:
        bench.sagemaker.delete_model_package_group(ModelPackageGroupName=group)
    assert refused.value.response["Error"]["Code"] == "ConflictException"
    bench.sagemaker.delete_model_package(ModelPackageName=arn)
    bench.sagemaker.delete_model_package_group(ModelPackageGroupName=group)
    with pytest.raises(ClientError, match="does not exist"):
        bench.sagemaker.describe_model_package_group(ModelPackageGroupName=group)


@pytest.mark.parametrize(
    ("container", "message"),
    [
        ({"Image": "python:3.11"}, "not a valid Amazon ECR image"),
        ({"ModelDataUrl": "s3://no-such-bucket-here/model.tar.gz"}, "Could not find model data"),
    ],
)
def test_a_version_whose_parts_do_not_exist_is_refused(bench, register, container, message):
    whole = {"Image": bench.image, "ModelDataUrl": bench.put("m.tar.gz", b"m"), **container}
    with pytest.raises(ClientError, match=message):
        register(
            InferenceSpecification={
                "Containers": [whole],
                "SupportedContentTypes": [],
                "SupportedResponseMIMETypes": [],
            }
        )


def test_a_version_has_the_tags_of_its_group_only(register):
    with pytest.raises(ClientError, match="Tags can not be set on versioned model packages"):
        register(Tags=[{"Key": "a", "Value": "b"}])


def test_an_unknown_status_is_refused(register):
    with pytest.raises(ClientError, match="enum value set"):
        register(ModelApprovalStatus="Fine")


def test_a_version_needs_its_group(bench, register):
    with pytest.raises(ClientError, match="does not exist"):
        register(ModelPackageGroupName=bench.name("none"))


def test_a_new_and_an_approved_version_are_events(bench, group, register):
    sqs, events, name = bench.aws.client("sqs"), bench.aws.client("events"), bench.name("packages")
    queue = bench.aws.queue(name)
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Package State Change"],
        "detail": {"ModelPackageGroupName": [group]},
    }
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": queue_arn}])
    arn = register()
    bench.sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    statuses = set()
    while len(statuses) < 2:
        detail = json.loads(message(sqs, queue)["Body"])["detail"]
        assert detail["ModelPackageArn"] == arn
        statuses.add(detail["ModelApprovalStatus"])
    assert statuses == {"PendingManualApproval", "Approved"}
