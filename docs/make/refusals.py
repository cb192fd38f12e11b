"""Mistakes, each with what AWS says to it: the template's resource or the request that is tried."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

BUCKET = {"Type": "AWS::S3::Bucket"}
TOPIC = {"Type": "AWS::SNS::Topic"}


def bucket(**properties: object) -> Document:
    return {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}}


TEMPLATES: dict[str, Document] = {
    "a property that the type does not have": bucket(BucketNam="mine"),
    "a name that breaks the pattern": bucket(BucketName="Mine"),
    "a required property missing": {
        "Resources": {"Key": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/a"}}}
    },
    "a reference to nothing": bucket(BucketName={"Ref": "Nam"}),
    "an attribute that the type does not have": {
        "Resources": {"Bucket": BUCKET},
        "Outputs": {"Url": {"Value": {"Fn::GetAtt": ["Bucket", "Url"]}}},
    },
    "two resources that wait for each other": {
        "Resources": {"A": {**TOPIC, "DependsOn": "B"}, "B": {**TOPIC, "DependsOn": "A"}}
    },
    "a parameter outside its values": {
        "Parameters": {"Stage": {"Type": "String", "AllowedValues": ["dev", "prod"], "Default": "test"}},
        "Resources": {"Topic": TOPIC},
    },
    "a parameter without a value": {"Parameters": {"Stage": {"Type": "String"}}, "Resources": {"Topic": TOPIC}},
    "a type that AWS does not have": {"Resources": {"Bucket": {"Type": "AWS::S3::Buckett"}}},
    "a type that AWS has and we do not": {"Resources": {"Function": {"Type": "AWS::Lambda::Function"}}},
    "a property that AWS has and we do not": bucket(WebsiteConfiguration={"IndexDocument": "index.html"}),
}

REQUESTS: dict[str, tuple[str, str, Document]] = {
    "a bucket that is not there": ("s3", "head_object", {"Bucket": "nobody-made-this", "Key": "k"}),
    "a stack that is not there": ("cloudformation", "describe_stacks", {"StackName": "nothing"}),
    "a stack with a role that is not there": (
        "cloudformation",
        "create_stack",
        {
            "StackName": "s",
            "TemplateBody": '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}',
            "RoleARN": "arn:aws:iam::111122223333:role/nobody",
        },
    ),
    "a pipeline with a step that we do not run": (
        "sagemaker",
        "create_pipeline",
        {
            "PipelineName": "p",
            "PipelineDefinition": '{"Version": "2020-12-01", "Steps": [{"Name": "s", "Type": "EMR"}]}',
            "RoleArn": "arn:aws:iam::111122223333:role/nobody",
            "ClientRequestToken": "0" * 32,
        },
    ),
    "a service that we do not have": ("lambda", "list_functions", {}),
    "an action that we do not have": ("codebuild", "list_report_groups", {}),
}
