"""`aws cloudformation`: deploy, the waiters, and what they say when a stack fails."""

from __future__ import annotations

import pytest

from tests.clients.conftest import Shell

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Words"}}}
TEMPLATE = {
    "Parameters": {"Words": {"Type": "String"}},
    "Resources": {"Topic": TOPIC},
    "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}},
}
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {"maxReceiveCount": 3}}}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}


def deploy(name: str, *more: str) -> tuple[str, ...]:
    return ("cloudformation", "deploy", "--stack-name", name, "--template-file", "t.json", *more)


def words(value: str) -> tuple[str, ...]:
    return ("--parameter-overrides", f"Words={value}")


@pytest.fixture
def taken(shell: Shell, name: str) -> dict[str, object]:
    """A template whose bucket has the name of one that is there."""
    shell.aws("s3", "mb", f"s3://{name}")
    return {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}}}


def test_deploy_makes_a_stack_and_then_has_nothing_to_do(shell: Shell, name: str) -> None:
    shell.write("t.json", TEMPLATE)
    told = shell.aws(*deploy(name, *words("first")))
    assert f"Successfully created/updated stack - {name}" in told
    told = shell.aws(*deploy(name, "--no-fail-on-empty-changeset", *words("first")))
    assert f"No changes to deploy. Stack {name} is up to date" in told


def test_deploy_of_a_template_too_long_for_a_request_goes_by_a_bucket(shell: Shell, name: str) -> None:
    shell.aws("s3", "mb", f"s3://{name}")
    shell.write("t.json", {**TEMPLATE, "Metadata": {"Long": "x" * 51_200}})
    told = shell.aws(*deploy(name, "--s3-bucket", name, *words("first")))
    assert f"Successfully created/updated stack - {name}" in told


def test_deploy_of_a_template_that_aws_refuses_tells_why(shell: Shell, name: str) -> None:
    shell.write("t.json", {"Resources": {"Thing": {"Type": "AWS::No::Thing"}}})
    told = shell.refused(*deploy(name))
    assert told.startswith("An error occurred (ValidationError) when calling the CreateChangeSet operation:")
    assert "Unrecognized resource types: [AWS::No::Thing]" in told


def test_deploy_without_the_capability_is_refused(shell: Shell, name: str) -> None:
    shell.write("t.json", {"Resources": {"Role": ROLE}})
    assert shell.refused(*deploy(name)) == (
        "An error occurred (InsufficientCapabilitiesException) when calling the CreateChangeSet operation: "
        "Requires capabilities : [CAPABILITY_IAM]"
    )


def test_the_waiters_know_when_a_stack_is_made_changed_and_gone(shell: Shell, name: str) -> None:
    shell.write("t.json", TEMPLATE)
    stack = ("--stack-name", name)
    parameters = ("--parameters", "ParameterKey=Words,ParameterValue=first")
    shell.aws("cloudformation", "create-stack", *stack, "--template-body", "file://t.json", *parameters)
    shell.aws("cloudformation", "wait", "stack-create-complete", *stack)
    parameters = ("--parameters", "ParameterKey=Words,ParameterValue=second")
    shell.aws("cloudformation", "update-stack", *stack, "--use-previous-template", *parameters)
    shell.aws("cloudformation", "wait", "stack-update-complete", *stack)
    topic = shell.aws("cloudformation", "describe-stacks", *stack, "--query", "Stacks[0].Outputs[0].OutputValue")
    query = ("--query", "Attributes.DisplayName")
    assert shell.aws("sns", "get-topic-attributes", "--topic-arn", topic, *query) == "second"
    shell.aws("cloudformation", "delete-stack", *stack)
    shell.aws("cloudformation", "wait", "stack-delete-complete", *stack)
    told = shell.refused("cloudformation", "describe-stacks", *stack)
    assert told == (
        "An error occurred (ValidationError) when calling the DescribeStacks operation: "
        f"Stack with id {name} does not exist"
    )


def test_the_waiter_fails_with_the_stack(shell: Shell, name: str, taken: dict[str, object]) -> None:
    shell.write("t.json", taken)
    stack = ("--stack-name", f"{name}-stack")
    shell.aws("cloudformation", "create-stack", *stack, "--template-body", "file://t.json")
    told = shell.refused("cloudformation", "wait", "stack-create-complete", *stack)
    assert told.startswith("Waiter StackCreateComplete failed: Waiter encountered a terminal failure state")
    query = "StackEvents[?ResourceStatus=='CREATE_FAILED'].ResourceStatusReason"
    reasons = shell.aws("cloudformation", "describe-stack-events", *stack, "--query", query)
    assert f"{name} already exists" in reasons[0]


def test_a_stack_set_goes_to_another_account(shell: Shell, name: str) -> None:
    shell.write("t.json", TEMPLATE)
    known = ("--stack-set-name", name)
    parameters = ("--parameters", "ParameterKey=Words,ParameterValue=first")
    shell.aws("cloudformation", "create-stack-set", *known, "--template-body", "file://t.json", *parameters)
    target = ("--accounts", "222222222222", "--regions", "us-east-1", "--operation-id", "first")
    assert shell.aws("cloudformation", "create-stack-instances", *known, *target)["OperationId"] == "first"
    assert shell.aws("cloudformation", "list-stack-sets", "--query", f"Summaries[?StackSetName=='{name}'].Status") == [
        "ACTIVE"
    ]
    told = shell.refused("cloudformation", "describe-stack-set", "--stack-set-name", "none")
    assert told == (
        "An error occurred (StackSetNotFoundException) when calling the DescribeStackSet operation: "
        "StackSet none not found"
    )
