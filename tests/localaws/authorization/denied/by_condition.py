"""Actions that are allowed under a condition that does not hold."""

from __future__ import annotations

from mlops_templates.localaws.clients import ACCOUNT
from tests.localaws.authorization.conftest import allow, deny
from tests.localaws.authorization.denied.case import BOUNDARY, EXPLICIT, TEAM, TOPIC, TRUST, Case, arn, iam_arn

DRIFT = [{"MetricName": "drift", "Value": 1.0}]

CASES = (
    Case(
        "data of another namespace",
        (allow("cloudwatch:PutMetricData", StringEquals={"cloudwatch:namespace": "mlops-templates/drift"}),),
        lambda person: person.client("cloudwatch").put_metric_data(Namespace="mine", MetricData=DRIFT),
        "cloudwatch:PutMetricData",
        "*",
        (allow("cloudwatch:PutMetricData", StringEquals={"cloudwatch:namespace": "mine"}),),
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
        lambda person: person.client("iam").create_role(RoleName=f"{person.name}-x", AssumeRolePolicyDocument=TRUST),
        "iam:CreateRole",
        iam_arn("role/person-"),
        (allow("iam:CreateRole", Null={"iam:PermissionsBoundary": True}),),
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
        "tags of the person that do not fit",
        (allow("sns:CreateTopic", StringEquals={"aws:PrincipalTag/team": "blue"}),),
        lambda person: person.client("sns").create_topic(Name=person.name),
        "sns:CreateTopic",
        arn("sns", "person-"),
        (allow("sns:CreateTopic", StringEqualsIfExists={"aws:PrincipalTag/team": "blue"}),),
    ),
    Case(
        "a region that is denied to all but one",
        (allow("*"), deny("sns:*", StringNotEquals={"aws:RequestedRegion": "eu-west-1"})),
        lambda person: person.client("sns").list_topics(),
        "sns:ListTopics",
        "*",
        (allow("*"), deny("sns:*", StringNotEquals={"aws:RequestedRegion": "us-east-1"})),
        EXPLICIT,
    ),
    Case(
        "a listing of more than is allowed at once",
        (allow("s3:ListBucket", NumericLessThanEquals={"s3:max-keys": "10"}),),
        lambda person: person.client("s3").list_objects_v2(Bucket=person.bucket(), MaxKeys=11),
        "s3:ListBucket",
        "arn:aws:s3:::person-",
        (allow("s3:ListBucket", NumericLessThanEquals={"s3:max-keys": "11"}),),
    ),
    Case(
        "an object without the encryption that is demanded",
        (allow("s3:PutObject"), deny("s3:PutObject", Null={"s3:x-amz-server-side-encryption": True})),
        lambda person: person.client("s3").put_object(Bucket=person.bucket(), Key="a", Body=b"a"),
        "s3:PutObject",
        "arn:aws:s3:::person-",
        (allow("s3:PutObject"), deny("s3:PutObject", Null={"s3:x-amz-server-side-encryption": False})),
        EXPLICIT,
    ),
    Case(
        "a principal of another account",
        (allow("sqs:ListQueues", StringEquals={"aws:PrincipalAccount": "222222222222"}),),
        lambda person: person.client("sqs").list_queues(),
        "sqs:ListQueues",
        "*",
        (allow("sqs:ListQueues", StringEquals={"aws:PrincipalAccount": ACCOUNT}),),
    ),
    Case(
        "a resource of another account",
        (allow("s3:GetObject*", StringEquals={"aws:ResourceAccount": "222222222222"}),),
        lambda person: person.client("s3").get_object_tagging(Bucket=person.bucket(), Key="kept"),
        "s3:GetObjectTagging",
        "arn:aws:s3:::person-",
        (allow("s3:GetObject*", StringEquals={"aws:ResourceAccount": ACCOUNT}),),
    ),
    Case(
        "an object without the tag that is demanded",
        (allow("s3:GetObject", StringEquals={"s3:ExistingObjectTag/kind": "report"}),),
        lambda person: person.client("s3").get_object(Bucket=person.bucket(), Key="kept"),
        "s3:GetObject",
        "arn:aws:s3:::person-",
        (allow("s3:GetObject", StringEquals={"s3:ExistingObjectTag/kind": "data"}),),
    ),
    Case(
        "a role that is not the one that is meant",
        (allow("sns:ListTopics", ArnLike={"aws:PrincipalArn": iam_arn("role/other-*")}),),
        lambda person: person.client("sns").list_topics(),
        "sns:ListTopics",
        "*",
        (allow("sns:ListTopics", ArnLike={"aws:PrincipalArn": iam_arn("role/person-*")}),),
    ),
    Case(
        "a stack without the role that is demanded",
        (allow("sns:*"), allow("cloudformation:CreateStack", Null={"cloudformation:RoleArn": False})),
        lambda person: person.client("cloudformation").create_stack(StackName=person.name, TemplateBody=TOPIC),
        "cloudformation:CreateStack",
        arn("cloudformation", "stack/person-"),
        (allow("sns:*"), allow("cloudformation:CreateStack", Null={"cloudformation:RoleArn": True})),
    ),
)
