"""Calls over HTTP that are denied, each for a reason of its own, and allowed when just that is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import Aws, policy
from tests.localaws.authorization.conftest import Person, Statement, allow, deny, refusal

SILENT = "because no identity-based policy allows the {} action"
EXPLICIT = "with an explicit deny in an identity-based policy"


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:us-east-1:{ACCOUNT}:{resource}"


def iam_arn(resource: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:{resource}"


@dataclass(frozen=True)
class Case:
    """What a person may at first, what they ask for, how it is refused, and what they must be given."""

    name: str
    at_first: tuple[Statement, ...]
    call: Callable[[Person], Any]
    action: str
    resource: str
    mended: tuple[Statement, ...]
    why: str = SILENT


BOUNDARY = iam_arn("policy/limits")
TEAM = {"aws:RequestTag/team": "blue"}

CASES = (
    Case(
        "an action that nobody allowed",
        (),
        lambda person: person.client("sns").list_topics(),
        "sns:ListTopics",
        "*",
        (allow("sns:ListTopics"),),
    ),
    Case(
        "another action of the same service",
        (allow("servicecatalog:List*"),),
        lambda person: person.client("servicecatalog").search_products_as_admin(),
        "servicecatalog:SearchProductsAsAdmin",
        "*",
        (allow("servicecatalog:Search*"),),
    ),
    Case(
        "an explicit deny beside an allow",
        (allow("*"), deny("codebuild:ListProjects")),
        lambda person: person.client("codebuild").list_projects(),
        "codebuild:ListProjects",
        "*",
        (allow("*"),),
        EXPLICIT,
    ),
    Case(
        "all but one action",
        ({"Effect": "Allow", "NotAction": "codepipeline:*", "Resource": "*"},),
        lambda person: person.client("codepipeline").list_pipelines(),
        "codepipeline:ListPipelines",
        "*",
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},),
    ),
    Case(
        "another repository",
        (allow("codecommit:*", on=arn("codecommit", "mine-*")),),
        lambda person: person.client("codecommit").create_repository(repositoryName=f"theirs-{person.name}"),
        "codecommit:CreateRepository",
        arn("codecommit", "theirs-"),
        (allow("codecommit:*", on=arn("codecommit", "*")),),
    ),
    Case(
        "every resource but this",
        ({"Effect": "Allow", "Action": "sqs:*", "NotResource": arn("sqs", "person-*")},),
        lambda person: person.client("sqs").create_queue(QueueName=person.name),
        "sqs:CreateQueue",
        arn("sqs", "person-"),
        ({"Effect": "Allow", "Action": "sqs:*", "NotResource": arn("sqs", "other-*")},),
    ),
    Case(
        "tags at a creation without the right to tag",
        (allow("codecommit:CreateRepository"),),
        lambda person: person.client("codecommit").create_repository(repositoryName=person.name, tags={"a": "b"}),
        "codecommit:TagResource",
        arn("codecommit", "person-"),
        (allow("codecommit:CreateRepository", "codecommit:TagResource"),),
    ),
    Case(
        "a creation without the tag that is demanded",
        (allow("kms:CreateKey", "kms:TagResource", StringEquals={"aws:RequestTag/team": "red"}),),
        lambda person: person.client("kms").create_key(Tags=[{"TagKey": "team", "TagValue": "blue"}]),
        "kms:CreateKey",
        "*",
        (allow("kms:CreateKey", "kms:TagResource", StringEquals=TEAM),),
    ),
    Case(
        "a tag too many",
        (allow("sagemaker:*", **{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}),),
        lambda person: person.client("sagemaker").create_model_package_group(
            ModelPackageGroupName=person.name, Tags=[{"Key": "team", "Value": "a"}, {"Key": "cost", "Value": "b"}]
        ),
        "sagemaker:CreateModelPackageGroup",
        arn("sagemaker", "model-package-group/person-"),
        (allow("sagemaker:*", **{"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}),),
    ),
    Case(
        "a role without the boundary that is demanded",
        (allow("iam:CreateRole", StringEquals={"iam:PermissionsBoundary": BOUNDARY}),),
        lambda person: person.client("iam").create_role(RoleName=f"{person.name}-x", AssumeRolePolicyDocument="{}"),
        "iam:CreateRole",
        iam_arn("role/person-"),
        (allow("iam:CreateRole", Null={"iam:PermissionsBoundary": True}),),
    ),
    Case(
        "a role on another path",
        (allow("iam:CreateRole", on=iam_arn("role/mlops/*")),),
        lambda person: person.client("iam").create_role(
            RoleName=f"{person.name}-x", Path="/free/", AssumeRolePolicyDocument="{}"
        ),
        "iam:CreateRole",
        iam_arn("role/free/person-"),
        (allow("iam:CreateRole", on=iam_arn("role/free/*")),),
    ),
    Case(
        "a parameter on another path",
        (allow("ssm:PutParameter", on=arn("ssm", "parameter/mine/*")),),
        lambda person: person.client("ssm").put_parameter(Name=f"/theirs/{person.name}", Value="v", Type="String"),
        "ssm:PutParameter",
        arn("ssm", "parameter/theirs/person-"),
        (allow("ssm:PutParameter", on=arn("ssm", "parameter/theirs/*")),),
    ),
    Case(
        "another log group",
        (allow("logs:CreateLogGroup", on=arn("logs", "log-group:/mine/*")),),
        lambda person: person.client("logs").create_log_group(logGroupName=f"/theirs/{person.name}"),
        "logs:CreateLogGroup",
        arn("logs", "log-group:/theirs/person-"),
        (allow("logs:CreateLogGroup", on=arn("logs", "log-group:/theirs/*")),),
    ),
    Case(
        "another rule",
        (allow("events:PutRule", on=arn("events", "rule/sagemaker-*")),),
        lambda person: person.client("events").put_rule(Name=person.name, EventPattern='{"source": ["x"]}'),
        "events:PutRule",
        arn("events", "rule/person-"),
        (allow("events:PutRule", on=arn("events", "rule/person-*")),),
    ),
    Case(
        "a bus that may not be written to",
        (allow("events:PutEvents", on=arn("events", "event-bus/other")),),
        lambda person: person.client("events").put_events(Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}]),
        "events:PutEvents",
        arn("events", "event-bus/default"),
        (allow("events:PutEvents", on=arn("events", "event-bus/default")),),
    ),
    Case(
        "another region",
        (allow("sns:CreateTopic", StringEquals={"aws:RequestedRegion": "eu-west-1"}),),
        lambda person: person.client("sns").create_topic(Name=person.name),
        "sns:CreateTopic",
        arn("sns", "person-"),
        (allow("sns:CreateTopic", StringEquals={"aws:RequestedRegion": "us-east-1"}),),
    ),
    Case(
        "another time",
        (allow("sns:CreateTopic", DateLessThan={"aws:CurrentTime": "2020-01-01T00:00:00Z"}),),
        lambda person: person.client("sns").create_topic(Name=person.name),
        "sns:CreateTopic",
        arn("sns", "person-"),
        (allow("sns:CreateTopic", DateGreaterThan={"aws:CurrentTime": "2020-01-01T00:00:00Z"}),),
    ),
    Case(
        "another address",
        (allow("sns:CreateTopic", IpAddress={"aws:SourceIp": "10.0.0.0/8"}),),
        lambda person: person.client("sns").create_topic(Name=person.name),
        "sns:CreateTopic",
        arn("sns", "person-"),
        (allow("sns:CreateTopic", IpAddress={"aws:SourceIp": "127.0.0.0/8"}),),
    ),
    Case(
        "a portfolio",
        (allow("servicecatalog:CreatePortfolio", on=arn("catalog", "product/*")),),
        lambda person: person.client("servicecatalog").create_portfolio(DisplayName=person.name, ProviderName="x"),
        "servicecatalog:CreatePortfolio",
        arn("catalog", "portfolio/*"),
        (allow("servicecatalog:CreatePortfolio", on=arn("catalog", "portfolio/*")),),
    ),
    Case(
        "a stack of another name",
        (allow("cloudformation:*", "sns:*", on=[arn("cloudformation", "stack/SC-*"), arn("sns", "*")]),),
        lambda person: person.client("cloudformation").create_stack(
            StackName=person.name, TemplateBody='{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'
        ),
        "cloudformation:CreateStack",
        arn("cloudformation", "stack/person-"),
        (allow("cloudformation:*", "sns:*", on=[arn("cloudformation", "stack/person-*"), arn("sns", "*")]),),
    ),
    Case(
        "a bucket of another name",
        (allow("s3:CreateBucket", on="arn:aws:s3:::sagemaker-*"),),
        lambda person: person.client("s3").create_bucket(Bucket=person.name),
        "s3:CreateBucket",
        "arn:aws:s3:::person-",
        (allow("s3:CreateBucket", on="arn:aws:s3:::person-*"),),
    ),
    Case(
        "tags of the person that do not fit",
        (allow("sns:CreateTopic", StringEquals={"aws:PrincipalTag/team": "blue"}),),
        lambda person: person.client("sns").create_topic(Name=person.name),
        "sns:CreateTopic",
        arn("sns", "person-"),
        (allow("sns:CreateTopic", StringEqualsIfExists={"aws:PrincipalTag/team": "blue"}),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_call_is_denied_for_its_reason_and_allowed_when_that_is_mended(person: Person, case: Case) -> None:
    person.may(*case.at_first)
    said = refusal(lambda: case.call(person))
    start = f"User: {person.credentials.caller.arn} is not authorized to perform: {case.action} on resource: "
    assert said.startswith(start + case.resource)
    assert said.endswith(case.why.format(case.action))
    person.may(*case.mended)
    case.call(person)


def test_a_tag_on_the_resource_decides(aws: Aws, person: Person) -> None:
    tags = [{"Key": "team", "Value": "blue"}]
    aws.client("sagemaker").create_model_package_group(ModelPackageGroupName=person.name, Tags=tags)
    person.may(allow("sagemaker:*", StringEquals={"aws:ResourceTag/team": "red"}))

    def describe() -> Any:
        return person.client("sagemaker").describe_model_package_group(ModelPackageGroupName=person.name)

    assert "sagemaker:DescribeModelPackageGroup" in refusal(describe)
    person.may(allow("sagemaker:*", StringEquals={"aws:ResourceTag/team": "blue"}))
    describe()


def test_who_may_not_invoke_is_refused_before_the_endpoint_is_looked_for(person: Person) -> None:
    def invoke() -> Any:
        return person.client("sagemaker-runtime").invoke_endpoint(EndpointName="no-such", Body=b"1")

    assert "sagemaker:InvokeEndpoint" in refusal(invoke)
    person.may(allow("sagemaker:InvokeEndpoint"))
    with pytest.raises(ClientError, match="ValidationError"):
        invoke()


def test_a_policy_may_be_attached_only_where_its_arn_is_meant(aws: Aws, person: Person) -> None:
    made = aws.client("iam").create_policy(PolicyName=person.name, PolicyDocument=policy(allow("sns:*")))["Policy"]
    person.may(allow("iam:AttachRolePolicy", ArnLike={"iam:PolicyARN": iam_arn("policy/mlops/*")}))

    def attach() -> Any:
        return person.client("iam").attach_role_policy(RoleName=person.name, PolicyArn=made["Arn"])

    assert f"iam:AttachRolePolicy on resource: {person.role}" in refusal(attach)
    person.may(allow("iam:AttachRolePolicy", ArnLike={"iam:PolicyARN": iam_arn("policy/person-*")}))
    attach()
    person.client("sns").list_topics()


def test_everybody_may_ask_who_they_are(person: Person) -> None:
    assert person.client("sts").get_caller_identity()["Arn"] == person.credentials.caller.arn
