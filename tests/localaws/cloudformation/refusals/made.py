"""What only shows when a resource is made: the reason of its failure, and the stack rolled back."""
# ruff: noqa: E501 - a table, one row a line

from __future__ import annotations

from typing import Any

from tests.localaws.cloudformation.refusals.rows import Row

TRUST: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
READING: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}
STATEMENT = {
    "Effect": "Allow",
    "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": "*",
}
HERE: dict[str, Any] = {
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue"},
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Subscription": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {"TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]}},
        },
        "QueuePolicy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [{"Ref": "Queue"}],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [STATEMENT]},
            },
        },
    }
}  # fmt: skip
BUCKET: dict[str, Any] = {
    "Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "${AWS::StackName}-mine"}}}
    }
}
SETTING: dict[str, Any] = {
    "Resources": {
        "Setting": {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Type": "String", "Value": "a", "Name": {"Fn::Sub": "/${AWS::StackName}/mine"}},
        }
    }
}
LOGS: dict[str, Any] = {
    "Resources": {
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"Fn::Sub": "/${AWS::StackName}/mine"}}}
    }
}
ROLE: dict[str, Any] = {
    "Resources": {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": TRUST,
                "ManagedPolicyArns": [{"Ref": "Policy"}],
                "Policies": [{"PolicyName": "a", "PolicyDocument": READING}],
            },
        },
        "Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": READING}},
    }
}
IAM: dict[str, Any] = {"Capabilities": ["CAPABILITY_IAM"]}
INNER: dict[str, Any] = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
EXPORT: dict[str, Any] = {**INNER, "Outputs": {"Name": {"Value": "a", "Export": {"Name": {"Ref": "AWS::StackName"}}}}}

TAKEN = {"Fn::Sub": "${AWS::StackName}-taken"}
"""The name of a bucket, a stored parameter, a log group and an export that the test makes beforehand."""

ROWS = (
    Row("a bucket's name is taken", "Resources/Bucket/Properties/BucketName", TAKEN, "-taken already exists", "Bucket", BUCKET),
    Row("a stored parameter's name is taken", "Resources/Setting/Properties/Name", {"Fn::Sub": "/${AWS::StackName}/taken"}, "HandlerErrorCode: AlreadyExists", "Setting", SETTING),
    Row("a log group's name is taken", "Resources/Logs/Properties/LogGroupName", {"Fn::Sub": "/${AWS::StackName}/taken"}, "HandlerErrorCode: AlreadyExists", "Logs", LOGS),
    Row("an export's name is taken", "Outputs/Name/Export/Name", TAKEN, "-taken is already exported by stack ", "", EXPORT),
    Row("a subscription's topic is not there", "Resources/Subscription/Properties/TopicArn", "arn:aws:sns:us-east-1:123456789012:nobody", "HandlerErrorCode: NotFound", "Subscription", HERE),
    Row("a policy's queue is not there", "Resources/QueuePolicy/Properties/Queues", ["https://sqs.us-east-1.amazonaws.com/123456789012/nobody"], "HandlerErrorCode: ", "QueuePolicy", HERE),
    Row("a managed policy is not there", "Resources/Role/Properties/ManagedPolicyArns/0", "arn:aws:iam::123456789012:policy/nobody", "HandlerErrorCode: NotFound", "Role", ROLE, IAM),
    Row("a role's policy allows nothing in particular", "Resources/Role/Properties/Policies/0/PolicyDocument/Statement/0/Effect", "Permit", "Error Code: MalformedPolicyDocument", "Role", ROLE, IAM),
)  # fmt: skip
