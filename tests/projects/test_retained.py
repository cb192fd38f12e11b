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
  KeptPolicy: {Type: AWS::S3::BucketPolicy, DeletionPolicy: Retain}
  Code:
    Type: AWS::CodeCommit::Repository
    DeletionPolicy: Retain
    Properties: {RepositoryName: !Sub 'sagemaker-${SageMakerProjectName}-code'}
  NeverMade: {Type: AWS::KMS::Key, DeletionPolicy: Retain}
  RolledBack: {Type: AWS::KMS::Key, DeletionPolicy: RetainExceptOnCreate}
"""


class CloudFormation:
    """A stack of four resources, and one that is gone already."""

    def __init__(self, said: str = "", **parameters: str) -> None:
        self.outputs = [{"OutputKey": "RetainedResources", "OutputValue": said}] if said else []
        filled_in = {"SageMakerProjectName": "churn", "SageMakerProjectId": "p-1", **parameters}
        self.parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in filled_in.items()]

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        stack = "arn:aws:cloudformation:eu-west-1:111122223333:stack/SC-1/2"
        return {"Stacks": [{"StackId": stack, "Parameters": self.parameters, "Outputs": self.outputs}]}

    def get_template(self, **_: str) -> dict[str, Any]:
        return {"TemplateBody": TEMPLATE}

    def get_paginator(self, _: str) -> CloudFormation:
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        made = [
            ("KeptToo", "AWS::KMS::Key", "key-1", "CREATE_COMPLETE"),
            ("Kept", "AWS::S3::Bucket", "data", "UPDATE_COMPLETE"),
            ("KeptPolicy", "AWS::S3::BucketPolicy", "data", "UPDATE_COMPLETE"),
            ("Code", "AWS::CodeCommit::Repository", "0d0d-id", "UPDATE_COMPLETE"),
            ("Gone", "AWS::SNS::Topic", "arn", "CREATE_COMPLETE"),
            ("RolledBack", "AWS::KMS::Key", "key-2", "DELETE_COMPLETE"),
        ]
        names = ("LogicalResourceId", "ResourceType", "PhysicalResourceId", "ResourceStatus")
        return [{"StackResourceSummaries": [dict(zip(names, row, strict=True)) for row in made]}]


OWN = (
    Retained("AWS::CodeCommit::Repository", "sagemaker-churn-code"),
    Retained("AWS::S3::Bucket", "data"),
    Retained("AWS::KMS::Key", "key-1"),
)


def left(**parameters: str) -> tuple[Retained, ...]:
    return retained_resources("stack", Clients(CloudFormation(**parameters), None, None, None, None, None))


def test_resources_with_a_retaining_policy_are_listed_by_the_names_that_people_know() -> None:
    assert left() == OWN


def test_what_a_stack_says_besides_is_listed_too() -> None:
    """Logs that AWS makes by itself are no resource of the stack."""
    stack = CloudFormation("AWS::S3::Bucket data, AWS::Logs::LogGroup /aws/sagemaker/Endpoints/churn")
    found = retained_resources("stack", Clients(stack, None, None, None, None, None))
    assert found == (*OWN, Retained("AWS::Logs::LogGroup", "/aws/sagemaker/Endpoints/churn"))


def test_a_stage_in_another_account_is_named_with_the_command_that_removes_it() -> None:
    name = "sagemaker-churn-p-1-deploy-prod"
    command = f"aws cloudformation delete-stack --region eu-west-1 --stack-name {name}"
    stage = Retained("AWS::CloudFormation::Stack", name, "444455556666", command)
    assert left(StagingAccountId="111122223333", ProductionAccountId="444455556666") == (*OWN, stage)


def test_stages_in_the_account_of_the_project_are_nobody_elses_work() -> None:
    assert left(StagingAccountId="111122223333", ProductionAccountId="111122223333") == OWN


def test_what_is_in_a_development_account_is_named_with_the_commands_that_remove_it() -> None:
    """The pipeline of main, and the endpoint of `make trial` with what it is made of."""

    def there(kind: str, noun: str, name: str) -> Retained:
        command = f"aws sagemaker delete-{noun} --region eu-west-1 --{noun}-name {name}"
        return Retained(f"AWS::SageMaker::{kind}", name, "444455556666", command)

    assert left(DevelopmentAccountId="444455556666") == (
        *OWN,
        there("Pipeline", "pipeline", "churn-p-1-training"),
        there("Endpoint", "endpoint", "churn-p-1-try"),
        there("EndpointConfig", "endpoint-config", "churn-p-1-try"),
        there("Model", "model", "churn-p-1-try"),
    )


def test_training_in_the_account_of_the_project_leaves_no_pipeline_elsewhere() -> None:
    assert left(DevelopmentAccountId="same") == left(DevelopmentAccountId="111122223333") == OWN
