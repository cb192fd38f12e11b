"""What users of project templates learned from the cloud about updates, deletions, names and seeds, learned here."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import policy
from tests.localaws.field.conftest import Document, Platform, project_template


def bucket(name: str) -> Document:
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}


def seeded(platform: Platform, key: str) -> Document:
    code = {"S3": {"Bucket": platform.bucket, "Key": key}, "BranchName": "main"}
    name = {"Fn::Sub": "seeded-${SageMakerProjectId}"}
    return {"Type": "AWS::CodeCommit::Repository", "Properties": {"RepositoryName": name, "Code": code}}


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def offer(platform: Platform, **resources: Any) -> str:
    """A product whose launch role may do everything: nothing but the template can fail."""
    product = platform.offer(project_template(**resources))
    platform.may(["*"])
    return product


def test_a_project_with_something_in_its_bucket_is_not_deleted_until_the_bucket_is_empty(platform: Platform) -> None:
    name = f"artifacts-{platform.suffix}"
    product = offer(platform, Artifacts=bucket(name))
    assert platform.create(product) == "CreateCompleted: "
    s3 = platform.aws.client("s3")
    s3.put_object(Bucket=name, Key="model.tar.gz", Body=b"model")
    ended = platform.delete()
    assert ended.startswith("DeleteFailed: ")
    assert "Artifacts (AWS::S3::Bucket)" in ended
    assert "The bucket you tried to delete is not empty" in ended
    s3.delete_object(Bucket=name, Key="model.tar.gz")
    assert platform.delete() == "DeleteCompleted: "


def test_a_role_name_that_is_too_long_only_for_the_longest_project_fails_only_there(platform: Platform) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": {"Fn::Sub": "sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-model-events"},
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        },
    }
    product = offer(platform, Role=role)
    longest = f"a-project-name-of-32-chars-{platform.suffix}"[:32]
    assert len(longest) == 32
    ended = platform.create(product, longest)
    assert ended.startswith("CreateFailed: ")
    assert "resource Role" in ended
    assert "expected maxLength: 64, actual: 70" in ended
    assert platform.create(product, f"short-{platform.suffix}") == "CreateCompleted: "


def test_a_bucket_named_after_a_project_with_capitals_is_refused(platform: Platform) -> None:
    name = {"Fn::Sub": "${SageMakerProjectName}-artifacts"}
    product = offer(platform, Artifacts={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}})
    ended = platform.create(product, f"Fraud-{platform.suffix}")
    assert ended.startswith("CreateFailed: ")
    assert "resource Artifacts" in ended
    assert f"[Fraud-{platform.suffix}-artifacts] does not match pattern" in ended
    assert platform.create(product, f"fraud-{platform.suffix}") == "CreateCompleted: "


def test_a_seed_that_is_missing_fails_the_project(platform: Platform) -> None:
    product = offer(platform, Repository=seeded(platform, "seeds/build.zip"))
    ended = platform.create(product)
    assert ended.startswith("CreateFailed: ")
    assert "Repository (AWS::CodeCommit::Repository)" in ended
    platform.put("seeds/build.zip", archive(**{"README.md": "hello"}))
    platform.delete()
    assert platform.create(product, f"second-{platform.suffix}") == "CreateCompleted: "


def test_a_seed_that_the_launch_role_cannot_read_fails_the_project(platform: Platform) -> None:
    platform.put("seeds/build.zip", archive(**{"README.md": "hello"}))
    product = offer(platform, Repository=seeded(platform, "seeds/build.zip"))
    everything_but = {
        "Effect": "Deny",
        "Action": "s3:GetObject*",
        "Resource": f"arn:aws:s3:::{platform.bucket}/seeds/*",
    }
    iam = platform.aws.client("iam")
    iam.put_role_policy(RoleName=platform.launch_role, PolicyName="no-seeds", PolicyDocument=policy(everything_but))
    ended = platform.create(product)
    assert ended.startswith("CreateFailed: ")
    assert f"403 Forbidden): s3://{platform.bucket}/seeds/build.zip" in ended
    iam.delete_role_policy(RoleName=platform.launch_role, PolicyName="no-seeds")
    platform.delete()
    assert platform.create(product, f"second-{platform.suffix}") == "CreateCompleted: "


def queue(name: str, **more: Any) -> Document:
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, **more}}


def test_an_upgrade_that_would_replace_what_has_a_name_of_its_own_leaves_the_project_as_it_was(
    platform: Platform,
) -> None:
    kind, properties = "AWS::SageMaker::ModelPackageGroup", {"ModelPackageGroupName": platform.suffix}
    product = offer(platform, Group={"Type": kind, "Properties": properties})
    assert platform.create(product) == "CreateCompleted: "
    described = {"Type": kind, "Properties": {**properties, "ModelPackageGroupDescription": "described later"}}
    ended = platform.update(platform.add_version(product, project_template(Group=described)))
    assert ended.startswith("UpdateFailed: ")
    assert "Model Package Group already exists" in ended
    found = platform.aws.client("sagemaker").describe_model_package_group(ModelPackageGroupName=platform.suffix)
    assert "ModelPackageGroupDescription" not in found
    assert platform.delete() == "DeleteCompleted: "


def test_an_upgrade_that_fails_half_way_goes_back_and_the_next_one_succeeds(platform: Platform) -> None:
    kept = f"kept-{platform.suffix}"
    product = offer(platform, Kept=queue(kept))
    assert platform.create(product) == "CreateCompleted: "
    broken = project_template(
        Kept=queue(kept, VisibilityTimeout=99),
        Bad={**bucket(f"Bad_{platform.suffix}"), "DependsOn": "Kept"},
    )
    assert platform.update(platform.add_version(product, broken)).startswith("UpdateFailed: ")
    sqs = platform.aws.client("sqs")
    url = sqs.get_queue_url(QueueName=kept)["QueueUrl"]
    read = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    assert read == {"VisibilityTimeout": "30"}
    mended = project_template(Kept=queue(kept, VisibilityTimeout=99))
    assert platform.update(platform.add_version(product, mended)) == "UpdateCompleted: "
    read = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    assert read == {"VisibilityTimeout": "99"}


def test_who_may_read_a_bucket_but_not_use_its_key_reads_nothing(platform: Platform) -> None:
    aws, reader = platform.aws, f"reader-{platform.suffix}"
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    aws.client("s3").put_object(
        Bucket=platform.bucket, Key="model", Body=b"weights", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    role = platform.role(reader, accounts=["arn:aws:iam::123456789012:root"])
    platform.may(["s3:GetObject"], reader)
    client = aws.call().as_role(role, "reading").client("s3")
    with pytest.raises(ClientError, match=r"AccessDenied.*kms:Decrypt"):
        client.get_object(Bucket=platform.bucket, Key="model")
    platform.may(["s3:GetObject", "kms:Decrypt"], reader)
    assert client.get_object(Bucket=platform.bucket, Key="model")["Body"].read() == b"weights"
