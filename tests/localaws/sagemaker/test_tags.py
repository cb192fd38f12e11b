import pytest
from botocore.exceptions import ClientError


def group_with_tags(bench, **tags):
    given = [{"Key": key, "Value": value} for key, value in tags.items()]
    return bench.sagemaker.create_model_package_group(ModelPackageGroupName=bench.name("group"), Tags=given)[
        "ModelPackageGroupArn"
    ]


def tags_of(bench, arn):
    return {tag["Key"]: tag["Value"] for tag in bench.sagemaker.list_tags(ResourceArn=arn)["Tags"]}


def test_tags_given_at_creation_are_listed(bench):
    assert tags_of(bench, group_with_tags(bench, team="fraud", stage="dev")) == {"team": "fraud", "stage": "dev"}


def test_added_tags_replace_those_of_the_same_key(bench):
    arn = group_with_tags(bench, team="fraud")
    bench.sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "team", "Value": "credit"}, {"Key": "new", "Value": "1"}])
    assert tags_of(bench, arn) == {"team": "credit", "new": "1"}


def test_deleted_tags_are_gone(bench):
    arn = group_with_tags(bench, team="fraud", stage="dev")
    bench.sagemaker.delete_tags(ResourceArn=arn, TagKeys=["team"])
    assert tags_of(bench, arn) == {"stage": "dev"}


def test_an_unknown_resource_has_no_tags(bench):
    with pytest.raises(ClientError, match="does not exist"):
        bench.sagemaker.list_tags(ResourceArn="arn:aws:sagemaker:us-east-1:123456789012:model/nowhere")


def test_tags_of_aws_cannot_be_set(bench):
    with pytest.raises(ClientError, match="aws: prefixed tag key names are not allowed"):
        group_with_tags(bench, **{"aws:cloudformation:stack-name": "x"})


def test_tags_go_with_their_resource(bench):
    arn = group_with_tags(bench, team="fraud")
    bench.sagemaker.delete_model_package_group(ModelPackageGroupName=arn)
    with pytest.raises(ClientError, match="does not exist"):
        bench.sagemaker.list_tags(ResourceArn=arn)
