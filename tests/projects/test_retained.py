from __future__ import annotations

from typing import Any

from mlops_templates.projects.retained import Retained, retained_resources
from mlops_templates.publish import Clients

TEMPLATE = """
Resources:
  Kept: {Type: AWS::S3::Bucket, DeletionPolicy: RetainExceptOnCreate}
  Gone:
    Type: AWS::SNS::Topic
    Properties: {TopicName: !Sub 'x-${AWS::Region}', Policy: !If [A, {B: !Ref C}, !GetAtt D.E]}
  KeptToo: {Type: AWS::KMS::Key, DeletionPolicy: Retain}
  NeverMade: {Type: AWS::KMS::Key, DeletionPolicy: Retain}
  RolledBack: {Type: AWS::KMS::Key, DeletionPolicy: RetainExceptOnCreate}
"""


class CloudFormation:
    """A stack of three resources, and one that is gone already."""

    def __init__(self, **outputs: str) -> None:
        self.outputs = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        return {"Stacks": [{"Outputs": self.outputs}]}

    def get_template(self, **_: str) -> dict[str, Any]:
        return {"TemplateBody": TEMPLATE}

    def get_paginator(self, _: str) -> CloudFormation:
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        made = [
            ("KeptToo", "AWS::KMS::Key", "key-1", "CREATE_COMPLETE"),
            ("Kept", "AWS::S3::Bucket", "data", "UPDATE_COMPLETE"),
            ("Gone", "topic", "arn", "CREATE_COMPLETE"),
            ("RolledBack", "AWS::KMS::Key", "key-2", "DELETE_COMPLETE"),
        ]
        names = ("LogicalResourceId", "ResourceType", "PhysicalResourceId", "ResourceStatus")
        return [{"StackResourceSummaries": [dict(zip(names, row, strict=True)) for row in made]}]


def test_a_stack_that_says_what_it_leaves_is_taken_at_its_word() -> None:
    stated = "AWS::S3::Bucket data, AWS::CodeCommit::Repository model-build"
    clients = Clients(CloudFormation(RetainedResources=stated), None, None, None, None, None)
    assert retained_resources("stack", clients) == (
        Retained("AWS::S3::Bucket", "data"),
        Retained("AWS::CodeCommit::Repository", "model-build"),
    )


def test_resources_with_a_retaining_policy_are_listed_with_their_physical_ids() -> None:
    clients = Clients(CloudFormation(), None, None, None, None, None)
    assert retained_resources("stack", clients) == (
        Retained("AWS::S3::Bucket", "data"),
        Retained("AWS::KMS::Key", "key-1"),
    )
