"""State machines that run, and definitions that are refused."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.conftest import Aws
from tests.waiting import until

READ = "arn:aws:states:::aws-sdk:ssm:getParameter"
READING = {"Type": "Task", "Resource": READ, "Parameters": {"Name.$": "$.name"}}


def machine(aws: Aws, states: dict[str, Any], *, actions: tuple[str, ...] = ("*",)) -> str:
    name = f"machine-{uuid.uuid4().hex[:8]}"
    role = aws.role(name, "states", actions=actions)
    text = json.dumps({"StartAt": next(iter(states)), "States": states})
    made = aws.client("stepfunctions").create_state_machine(name=name, definition=text, roleArn=role)
    return str(made["stateMachineArn"])


def ended(aws: Aws, arn: str, given: dict[str, Any]) -> dict[str, Any]:
    api = aws.client("stepfunctions")
    execution = api.start_execution(stateMachineArn=arn, input=json.dumps(given))["executionArn"]

    def told() -> dict[str, Any] | None:
        found = dict(api.describe_execution(executionArn=execution))
        return None if found["status"] == "RUNNING" else found

    return until(told, "the end of an execution")


def test_a_task_calls_a_service_and_places_what_it_selects(aws: Aws) -> None:
    aws.client("ssm").put_parameter(Name="/of/states", Value="found", Type="String", Overwrite=True)
    selected = {**READING, "ResultSelector": {"value.$": "$.Parameter.Value"}, "ResultPath": "$.told", "End": True}
    found = ended(aws, machine(aws, {"Read": selected}), {"name": "/of/states"})
    assert json.loads(found["output"]) == {"name": "/of/states", "told": {"value": "found"}}


@pytest.mark.parametrize(("given", "output"), [({"list": [1]}, "one"), ({"list": []}, "none")])
def test_a_choice_goes_where_its_rule_leads(aws: Aws, given: dict[str, Any], output: str) -> None:
    rule = {"Variable": "$.list[0]", "IsPresent": True, "Next": "One"}
    states = {
        "Is": {"Type": "Choice", "Choices": [rule], "Default": "None"},
        "One": {"Type": "Pass", "Result": "one", "End": True},
        "None": {"Type": "Pass", "Result": "none", "End": True},
    }
    assert json.loads(ended(aws, machine(aws, states), given)["output"]) == output


@pytest.mark.parametrize(("other", "output"), [("one", "same"), ("two", "another"), (None, "another")])
def test_a_choice_compares_a_text_with_another_of_the_input(aws: Aws, other: str | None, output: str) -> None:
    rule = {"Variable": "$.left", "StringEqualsPath": "$.right", "Next": "Same"}
    states = {
        "Are": {"Type": "Choice", "Choices": [rule], "Default": "Another"},
        "Same": {"Type": "Pass", "Result": "same", "End": True},
        "Another": {"Type": "Pass", "Result": "another", "End": True},
    }
    given = {"left": "one", "right": other}
    assert json.loads(ended(aws, machine(aws, states), given)["output"]) == output


def test_what_a_task_is_refused_is_caught(aws: Aws) -> None:
    catch = [{"ErrorEquals": ["Ssm.ParameterNotFound"], "ResultPath": "$.error", "Next": "Gone"}]
    states = {"Read": {**READING, "Catch": catch, "End": True}, "Gone": {"Type": "Pass", "End": True}}
    found = ended(aws, machine(aws, states), {"name": "/not/there"})
    assert json.loads(found["output"])["error"]["Error"] == "Ssm.ParameterNotFound"


def test_a_task_has_the_rights_of_the_role_only(aws: Aws) -> None:
    arn = machine(aws, {"Read": {**READING, "End": True}}, actions=("s3:*",))
    found = ended(aws, arn, {"name": "/of/states"})
    assert (found["status"], found["error"]) == ("FAILED", "Ssm.AccessDeniedException")


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        ({"Type": "Map", "End": True}, "NotEmulated", "states of the type Map"),
        ({"Type": "Task", "Resource": "arn:aws:lambda:::f", "End": True}, "NotEmulated", "a task of arn:aws:lambda"),
        ({"Type": "Pass", "Next": "Nowhere"}, "InvalidDefinition", "MISSING_TRANSITION_TARGET"),
        ({"Type": "Leap"}, "InvalidDefinition", "not a valid state type"),
    ],
)
def test_a_definition_is_refused_before_anything_runs(aws: Aws, state: Any, code: str, words: str) -> None:
    with pytest.raises(ClientError) as refused:
        machine(aws, {"First": state})
    assert refused.value.response["Error"]["Code"] == code
    assert words in refused.value.response["Error"]["Message"]
