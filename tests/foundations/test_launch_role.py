from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.assets import assets_template
from mlops_templates.handlers import NEVER, SERVES_PROPERTY, handlers
from tests.foundations.documents import assets, product_documents, statements, text

POLICY_LIMIT = 6144
ANY_RESOURCE = {"ListAll", "NewKeys", "Templates", "ServiceCatalogCopies"}

# How a resource of each type is named, and the ARN that IAM compares.
ARNS = {
    "AWS::S3::Bucket": ("BucketName", "arn:aws:s3:::{}", "s3:CreateBucket"),
    "AWS::CodeBuild::Project": (
        "Name",
        "arn:aws:codebuild:eu-west-1:111122223333:project/{}",
        "codebuild:CreateProject",
    ),
    "AWS::CodePipeline::Pipeline": (
        "Name",
        "arn:aws:codepipeline:eu-west-1:111122223333:{}",
        "codepipeline:CreatePipeline",
    ),
    "AWS::CodeCommit::Repository": (
        "RepositoryName",
        "arn:aws:codecommit:eu-west-1:111122223333:{}",
        "codecommit:CreateRepository",
    ),
    "AWS::Events::Rule": ("Name", "arn:aws:events:eu-west-1:111122223333:rule/{}", "events:PutRule"),
    "AWS::SQS::Queue": ("QueueName", "arn:aws:sqs:eu-west-1:111122223333:{}", "sqs:CreateQueue"),
    "AWS::SNS::Topic": ("TopicName", "arn:aws:sns:eu-west-1:111122223333:{}", "sns:CreateTopic"),
    "AWS::Logs::LogGroup": (
        "LogGroupName",
        "arn:aws:logs:eu-west-1:111122223333:log-group:{}",
        "logs:CreateLogGroup",
    ),
    "AWS::IAM::Role": ("RoleName", "arn:aws:iam::111122223333:role/mlops/{}", "iam:CreateRole"),
    "AWS::IAM::ManagedPolicy": (
        "ManagedPolicyName",
        "arn:aws:iam::111122223333:policy/mlops/{}",
        "iam:CreatePolicy",
    ),
}


def allowed(action: str, arn: str | None = None) -> bool:
    return any(
        action in statement["Action"]
        and (arn is None or any(fnmatchcase(arn, text(resource)) for resource in statement["Resource"]))
        for statement in statements("Launch")
    )


def wanted(action: str, properties: dict[str, object]) -> bool:
    """Whether the action serves no property in particular, or one of these."""
    serves = {name for name, patterns in SERVES_PROPERTY.items() if any(fnmatchcase(action, p) for p in patterns)}
    return not serves or bool(serves & set(properties))


@pytest.mark.parametrize("verb", ["create", "read", "update", "delete"])
def test_launch_role_may_do_what_every_resource_of_every_product_needs(verb: str) -> None:
    missing = set()
    for template in product_documents():
        for resource in template["Resources"].values():
            for action in handlers(resource["Type"])[verb]:
                excused = action in NEVER or not wanted(action, resource["Properties"])
                if not excused and action != "iam:PassRole" and not allowed(action):
                    missing.add((resource["Type"], action))
    assert missing == set()


def test_every_resource_with_a_name_lies_within_reach() -> None:
    outside = []
    for template in product_documents():
        for logical_id, resource in template["Resources"].items():
            if resource["Type"] in ARNS:
                name, form, action = ARNS[resource["Type"]]
                if not allowed(action, form.format(text(resource["Properties"][name]))):
                    outside.append(logical_id)
    assert outside == []


def test_only_actions_that_know_no_resource_reach_everything() -> None:
    unbounded = {statement["Sid"] for statement in statements("Launch") if "*" in map(str, statement["Resource"])}
    assert unbounded <= ANY_RESOURCE


@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy"])
def test_rights_are_given_to_a_role_only_under_the_boundary(action: str) -> None:
    [statement] = [statement for statement in statements("Launch") if action in statement["Action"]]
    boundary = statement["Condition"]["StringEquals"]["iam:PermissionsBoundary"]
    assert text(boundary) == "arn:aws:iam::111122223333:policy/mlops/mlops-templates-boundary-eu-west-1"


def test_a_boundary_cannot_be_taken_off_a_role() -> None:
    assert not allowed("iam:DeleteRolePermissionsBoundary")


def test_a_role_is_passed_only_to_a_named_service() -> None:
    [statement] = [statement for statement in statements("Launch") if "iam:PassRole" in statement["Action"]]
    assert statement["Action"] == ["iam:PassRole"]
    assert statement["Condition"]["StringEquals"]["iam:PassedToService"] == [
        "codebuild.amazonaws.com",
        "codepipeline.amazonaws.com",
        "events.amazonaws.com",
    ]


def test_the_launch_role_cannot_change_itself_or_the_boundary() -> None:
    itself = "arn:aws:iam::111122223333:role/mlops/mlops-templates-launch-eu-west-1"
    boundary = "arn:aws:iam::111122223333:policy/mlops/mlops-templates-boundary-eu-west-1"
    reached = [
        (statement["Sid"], arn)
        for statement in statements("Launch")
        for resource in statement["Resource"]
        for arn in (itself, boundary)
        if text(resource) != "*" and fnmatchcase(arn, text(resource))
    ]
    assert reached == []


def test_the_launch_role_cannot_touch_the_asset_bucket() -> None:
    assert not allowed("s3:DeleteBucket", "arn:aws:s3:::sagemaker-mlops-templates-111122223333-eu-west-1")
    assert allowed("s3:DeleteBucket", "arn:aws:s3:::sagemaker-p-abcdef123456-artifacts-111122223333")


def test_only_service_catalog_may_take_the_launch_role() -> None:
    trust = assets()["Resources"]["LaunchRole"]["Properties"]["AssumeRolePolicyDocument"]
    assert [statement["Principal"] for statement in trust["Statement"]] == [{"Service": "servicecatalog.amazonaws.com"}]


@pytest.mark.parametrize("policy", ["LaunchStacksPolicy", "LaunchStoragePolicy", "LaunchDeliveryPolicy", "Boundary"])
def test_each_policy_fits_the_limit_of_iam(policy: str) -> None:
    document = assets()["Resources"][policy]["Properties"]["PolicyDocument"]
    assert len(json.dumps(document, separators=(",", ":"))) <= POLICY_LIMIT


def test_a_property_that_a_product_begins_to_use_brings_its_actions() -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"WebsiteConfiguration": {}}}
    made = json.dumps(assets_template([{"Resources": {"Site": bucket}}]).to_dict())
    assert "s3:PutBucketWebsite" in made
    assert not allowed("s3:PutBucketWebsite")


def test_a_type_of_a_service_without_a_scope_is_refused() -> None:
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {}}
    with pytest.raises(MlopsTemplatesError, match=r"dynamodb:\w+: no scope says which resources it may touch"):
        assets_template([{"Resources": {"Table": table}}])


def test_a_type_without_known_handlers_is_refused() -> None:
    with pytest.raises(MlopsTemplatesError, match="No handler permissions are known for AWS::No::Such"):
        handlers("AWS::No::Such")
