"""Who hands a role to a service needs iam:PassRole for that role and that service."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws
from tests.localaws.authorization.conftest import Person, allow, refusal

Request = Callable[[Person, str], Any]

STEP = {"Name": "Stop", "Type": "Fail", "Arguments": {"ErrorMessage": "x"}}
DEFINITION = json.dumps({"Version": "2020-12-01", "Steps": [STEP]})


def _build(person: Person, role: str) -> Any:
    return person.client("codebuild").create_project(
        name=person.name,
        serviceRole=role,
        source={"type": "NO_SOURCE", "buildspec": "version: 0.2\nphases: {build: {commands: ['true']}}\n"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
    )


def _target(person: Person, role: str) -> Any:
    events = person.client("events")
    events.put_rule(Name=person.name, EventPattern='{"source": ["x"]}')
    pipeline = f"arn:aws:codepipeline:us-east-1:123456789012:{person.name}"
    return events.put_targets(Rule=person.name, Targets=[{"Id": "t", "Arn": pipeline, "RoleArn": role}])


def _schedule(person: Person, role: str) -> Any:
    return person.client("scheduler").create_schedule(
        Name=person.name,
        ScheduleExpression="at(2099-01-01T00:00:00)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": f"arn:aws:sqs:us-east-1:123456789012:{person.name}", "RoleArn": role, "Input": "{}"},
    )


def _stack(person: Person, role: str) -> Any:
    body = json.dumps({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}})
    return person.client("cloudformation").create_stack(StackName=person.name, TemplateBody=body, RoleARN=role)


def _training(person: Person, role: str) -> Any:
    return person.client("sagemaker").create_pipeline(
        PipelineName=person.name, PipelineDefinition=DEFINITION, RoleArn=role, ClientRequestToken=person.name * 3
    )


def _model(person: Person, role: str) -> Any:
    return person.client("sagemaker").create_model(ModelName=person.name, ExecutionRoleArn=role, PrimaryContainer={})


def _pipeline(person: Person, role: str) -> Any:
    return person.client("codepipeline").create_pipeline(
        pipeline={
            "name": person.name,
            "roleArn": role,
            "artifactStore": {"type": "S3", "location": "b" * 5},
            "stages": [],
        }
    )


@pytest.mark.parametrize(
    ("service", "request_of"),
    [
        ("codebuild", _build),
        ("events", _target),
        ("scheduler", _schedule),
        ("cloudformation", _stack),
        ("sagemaker", _training),
        ("sagemaker", _model),
        ("codepipeline", _pipeline),
    ],
)
def test_a_role_is_passed_only_with_the_right_to_and_only_to_its_service(
    aws: Aws, person: Person, service: str, request_of: Request
) -> None:
    role = aws.role(f"{person.name}-passed", service)
    everything = {"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"}
    person.may(everything)
    assert f"iam:PassRole on resource: {role} because no identity" in refusal(lambda: request_of(person, role))
    person.may(everything, allow("iam:PassRole", StringEquals={"iam:PassedToService": "lambda.amazonaws.com"}))
    assert "iam:PassRole" in refusal(lambda: request_of(person, role))
    person.may(everything, allow("iam:PassRole", on=f"{role}-other"))
    assert "iam:PassRole" in refusal(lambda: request_of(person, role))
    passed = {"iam:PassedToService": f"{service}.amazonaws.com"}
    person.may(everything, allow("iam:PassRole", on=role, StringEquals=passed))
    try:
        request_of(person, role)
    except ClientError as error:
        assert "AccessDenied" not in error.response["Error"]["Code"]
