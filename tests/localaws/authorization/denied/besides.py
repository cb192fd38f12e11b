"""Requests whose own action is allowed, but not what they ask for besides."""

from __future__ import annotations

from tests.conftest import policy
from tests.localaws.authorization.conftest import allow
from tests.localaws.authorization.denied.case import TOPIC, Case, arn, iam_arn

CASES = (
    Case(
        "tags at a creation without the right to tag",
        (allow("codecommit:CreateRepository"),),
        lambda person: person.client("codecommit").create_repository(repositoryName=person.name, tags={"a": "b"}),
        "codecommit:TagResource",
        arn("codecommit", "person-"),
        (allow("codecommit:CreateRepository", "codecommit:TagResource"),),
    ),
    Case(
        "a connection with tags without the right to tag it",
        (allow("codeconnections:CreateConnection"),),
        lambda person: person.client("codeconnections").create_connection(
            ConnectionName="mine", ProviderType="GitHub", Tags=[{"Key": "sagemaker", "Value": "true"}]
        ),
        "codeconnections:TagResource",
        arn("codeconnections", "connection/*"),
        (
            allow("codeconnections:CreateConnection"),
            allow("codeconnections:TagResource", on=arn("codeconnections", "connection/*")),
        ),
    ),
    Case(
        "a stack with tags without the right to tag it",
        (allow("cloudformation:CreateStack", "sns:*"),),
        lambda person: person.client("cloudformation").create_stack(
            StackName=person.name, TemplateBody=TOPIC, Tags=[{"Key": "team", "Value": "blue"}]
        ),
        "cloudformation:TagResource",
        arn("cloudformation", "stack/person-"),
        (allow("cloudformation:CreateStack", "cloudformation:TagResource", "sns:*"),),
    ),
    Case(
        "a policy with tags without the right to tag it",
        (allow("iam:CreatePolicy"),),
        lambda person: person.client("iam").create_policy(
            PolicyName=person.name, PolicyDocument=policy(allow("sns:*")), Tags=[{"Key": "a", "Value": "b"}]
        ),
        "iam:TagPolicy",
        iam_arn("policy/person-"),
        (allow("iam:CreatePolicy", "iam:TagPolicy"),),
    ),
    Case(
        "a rule with tags without the right to tag it",
        (allow("events:PutRule"),),
        lambda person: person.client("events").put_rule(
            Name=person.name, EventPattern='{"source": ["x"]}', Tags=[{"Key": "a", "Value": "b"}]
        ),
        "events:TagResource",
        arn("events", "rule/person-"),
        (allow("events:PutRule", "events:TagResource"),),
    ),
    Case(
        "a queue with tags without the right to tag it",
        (allow("sqs:CreateQueue"),),
        lambda person: person.client("sqs").create_queue(QueueName=person.name, tags={"a": "b"}),
        "sqs:TagQueue",
        arn("sqs", "person-"),
        (allow("sqs:CreateQueue", "sqs:TagQueue"),),
    ),
    Case(
        "an object with tags without the right to tag it",
        (allow("s3:PutObject"),),
        lambda person: person.client("s3").put_object(Bucket=person.bucket(), Key="a", Body=b"a", Tagging="a=b"),
        "s3:PutObjectTagging",
        "arn:aws:s3:::person-",
        (allow("s3:PutObject", "s3:PutObjectTagging"),),
    ),
    Case(
        "a bucket with an access list without the right to set it",
        (allow("s3:CreateBucket"),),
        lambda person: person.client("s3").create_bucket(Bucket=person.name, ACL="private"),
        "s3:PutBucketAcl",
        "arn:aws:s3:::person-",
        (allow("s3:CreateBucket", "s3:PutBucketAcl"),),
    ),
    Case(
        "a copy whose source may not be read",
        (allow("s3:PutObject"),),
        lambda person: person.client("s3").copy_object(
            Bucket=person.bucket(), Key="copy", CopySource=f"{person.bucket()}/kept"
        ),
        "s3:GetObject",
        "arn:aws:s3:::person-",
        (allow("s3:PutObject", "s3:GetObject"),),
    ),
    Case(
        "an alias that is allowed, for a key that is not",
        (allow("kms:CreateAlias", on=arn("kms", "alias/*")),),
        lambda person: person.client("kms").create_alias(AliasName=f"alias/{person.name}", TargetKeyId=person.key()),
        "kms:CreateAlias",
        arn("kms", "key/"),
        (allow("kms:CreateAlias", on=[arn("kms", "alias/*"), arn("kms", "key/*")]),),
    ),
    Case(
        "a build whose role may not be passed",
        (allow("codebuild:CreateProject"), allow("iam:PassRole", on=iam_arn("role/other"))),
        lambda person: person.client("codebuild").create_project(
            name=person.name,
            serviceRole=person.duty("codebuild"),
            source={"type": "NO_SOURCE", "buildspec": "version: 0.2\nphases: {build: {commands: ['true']}}\n"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
            },
        ),
        "iam:PassRole",
        iam_arn("role/person-"),
        (allow("codebuild:CreateProject"), allow("iam:PassRole", on=iam_arn("role/person-*"))),
    ),
)
