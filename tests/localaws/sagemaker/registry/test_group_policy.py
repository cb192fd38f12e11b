"""The policy of a group in a stack, as another account meets it."""

import json
import uuid

import pytest
from botocore.exceptions import ClientError

from tests.conftest import policy
from tests.localaws.cloudformation.conftest import Stacks

REGION = "us-east-1"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@pytest.fixture
def stacks(aws):
    return Stacks(aws)


@pytest.fixture
def guest(aws):
    """A SageMaker client with all rights in an account of its own, and the ARN of its role."""
    account = f"6{uuid.uuid4().int % 10**11:011}"
    root = aws.world.sessions.of_root(account, REGION)
    iam = aws.world.clients.get("iam", REGION, root)
    trust = policy(
        {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"},
    )
    role = iam.create_role(RoleName="guest", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName="guest", PolicyName="all", PolicyDocument=policy(EVERYTHING))
    credentials = aws.world.clients.assume(role, "work", REGION, root)
    return aws.world.clients.get("sagemaker", REGION, credentials), role


def group(bench, role="", *actions):
    name = bench.name("group")
    properties = {"ModelPackageGroupName": name}
    if actions:
        versions = f"arn:aws:sagemaker:{REGION}:123456789012:model-package/{name}/*"
        allowed = {"Effect": "Allow", "Principal": {"AWS": role}, "Action": list(actions), "Resource": versions}
        properties["ModelPackageGroupPolicy"] = {"Version": "2012-10-17", "Statement": [allowed]}
    return {"Group": {"Type": "AWS::SageMaker::ModelPackageGroup", "Properties": properties}}


def version(bench, aws, name, sagemaker=None):
    """A version of the group, registered by its account or by another client."""
    s3, everybody = aws.client("s3"), {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}
    places = [f"arn:aws:s3:::{bench.bucket}", f"arn:aws:s3:::{bench.bucket}/*"]
    s3.put_bucket_policy(Bucket=bench.bucket, Policy=policy({**everybody, "Resource": places}))
    container = {"Image": bench.image, "ModelDataUrl": bench.put_archive("m.tar.gz", {"a": "b"})}
    specification = {"Containers": [container], "SupportedContentTypes": [], "SupportedResponseMIMETypes": []}
    return (sagemaker or bench.sagemaker).create_model_package(
        ModelPackageGroupName=name, InferenceSpecification=specification, ModelApprovalStatus="Approved"
    )["ModelPackageArn"]


def test_another_account_may_what_the_policy_of_a_group_allows(stacks, bench, aws, guest):
    sagemaker, role = guest
    resources = group(bench, role, "sagemaker:DescribeModelPackage", "sagemaker:CreateModel")
    stack = stacks.create(resources)
    assert stacks.status(stack) == "CREATE_COMPLETE", stacks.reasons(stack)
    arn = version(bench, aws, resources["Group"]["Properties"]["ModelPackageGroupName"])
    assert sagemaker.describe_model_package(ModelPackageName=arn)["ModelApprovalStatus"] == "Approved"
    made = sagemaker.create_model(ModelName="theirs", ExecutionRoleArn=role, PrimaryContainer={"ModelPackageName": arn})
    assert role.split(":")[4] in made["ModelArn"]
    with pytest.raises(ClientError, match="not authorized to perform: sagemaker:UpdateModelPackage"):
        sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Rejected")


def test_another_account_may_nothing_once_the_policy_is_taken_away(stacks, bench, aws, guest):
    sagemaker, role = guest
    resources = group(bench, role, "sagemaker:DescribeModelPackage")
    stack = stacks.create(resources)
    arn = version(bench, aws, resources["Group"]["Properties"]["ModelPackageGroupName"])
    del resources["Group"]["Properties"]["ModelPackageGroupPolicy"]
    assert stacks.update(stack, resources) == "UPDATE_COMPLETE", stacks.reasons(stack)
    with pytest.raises(ClientError, match="sagemaker:DescribeModelPackage"):
        sagemaker.describe_model_package(ModelPackageName=arn)


def test_a_changed_policy_is_put(stacks, bench, guest):
    _, role = guest
    resources = group(bench, role, "sagemaker:DescribeModelPackage")
    stack = stacks.create(resources)
    name = resources["Group"]["Properties"]["ModelPackageGroupName"]
    resources["Group"]["Properties"]["ModelPackageGroupPolicy"]["Statement"][0]["Action"] = "sagemaker:CreateModel"
    assert stacks.update(stack, resources) == "UPDATE_COMPLETE", stacks.reasons(stack)
    found = bench.sagemaker.get_model_package_group_policy(ModelPackageGroupName=name)["ResourcePolicy"]
    assert json.loads(found)["Statement"][0]["Action"] == "sagemaker:CreateModel"


def test_a_version_that_another_account_registers_is_in_the_account_of_its_group(stacks, bench, aws, guest):
    sagemaker, role = guest
    resources = group(bench, role, "sagemaker:CreateModelPackage")
    stacks.create(resources)
    name = resources["Group"]["Properties"]["ModelPackageGroupName"]
    arns = f"arn:aws:sagemaker:{REGION}:123456789012:model-package-group/{name}"
    made = version(bench, aws, arns, sagemaker)
    assert made == f"arn:aws:sagemaker:{REGION}:123456789012:model-package/{name}/1"
    creator = bench.sagemaker.describe_model_package(ModelPackageName=made)["CreatedBy"]["IamIdentity"]["Arn"]
    assert creator.split(":")[4] == role.split(":")[4]
    assert bench.sagemaker.list_tags(ResourceArn=made)["Tags"] == []
    assert sagemaker.list_model_package_groups()["ModelPackageGroupSummaryList"] == []
    bench.sagemaker.delete_model_package(ModelPackageName=made)
    assert bench.sagemaker.list_model_packages(ModelPackageGroupName=name)["ModelPackageSummaryList"] == []


def test_another_account_registers_nothing_without_leave(stacks, bench, aws, guest):
    sagemaker, role = guest
    resources = group(bench, role, "sagemaker:DescribeModelPackage")
    stacks.create(resources)
    name = resources["Group"]["Properties"]["ModelPackageGroupName"]
    words = "because no resource-based policy allows the sagemaker:CreateModelPackage action"
    with pytest.raises(ClientError, match=words):
        version(bench, aws, f"arn:aws:sagemaker:{REGION}:123456789012:model-package-group/{name}", sagemaker)
