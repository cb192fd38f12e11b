"""A rule that EventBridge would not keep is refused in its words; its neighbours are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.events.payload import payload
from mlops_templates.localaws.events.rules import check

if TYPE_CHECKING:
    from tests.localaws.conftest import Aws

QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue"
PIPELINE = "arn:aws:codepipeline:us-east-1:123456789012:pipeline"
PATHS = {"name": "$.detail.name", "all": "$.detail"}


def put_rule(pattern: object) -> None:
    check("PutRule", {"Name": "rule", "EventPattern": json.dumps(pattern)})


def put_target(**members: Any) -> None:
    check("PutTargets", {"Rule": "rule", "Targets": [{"Id": "first", "Arn": QUEUE, **members}]})


def transformed(template: str) -> dict[str, Any]:
    return {"InputTransformer": {"InputPathsMap": PATHS, "InputTemplate": template}}


@pytest.mark.parametrize(
    ("match", "reason"),
    [
        ({"prefx": "ma"}, "Unrecognized match type prefx"),
        ({"prefix": "ma", "suffix": "in"}, "Only one key allowed in match expression"),
        ({"exists": "yes"}, "exists match pattern must be either true or false."),
        (["main"], "Match value must be String, number, true, false, or null"),
    ],
)
def test_a_match_that_eventbridge_does_not_know_is_refused(match: object, reason: str) -> None:
    with pytest.raises(AwsError) as refused:
        put_rule({"detail": {"branch": ["main", match]}})
    assert refused.value.code == "InvalidEventPatternException"
    assert str(refused.value).endswith(f"Event pattern is not valid. Reason: {reason}")


@pytest.mark.parametrize(
    "match",
    [
        "main",
        None,
        {"prefix": "ma"},
        {"prefix": {"equals-ignore-case": "MA"}},
        {"anything-but": ["dev"]},
        {"anything-but": {"prefix": "dev"}},
        {"exists": False},
        {"numeric": [">", 0, "<=", 5]},
        {"wildcard": "m*n"},
    ],
)
def test_a_match_that_eventbridge_knows_is_taken(match: object) -> None:
    put_rule({"detail": {"branch": [match]}})


def test_alternatives_are_patterns_themselves() -> None:
    put_rule({"detail": {"$or": [{"branch": ["main"]}, {"tag": [{"exists": True}]}]}})
    with pytest.raises(AwsError, match="Unrecognized match type exist"):
        put_rule({"detail": {"$or": [{"branch": ["main"]}, {"tag": [{"exist": True}]}]}})


def test_a_pipeline_needs_a_role_and_a_queue_does_not() -> None:
    put_target()
    put_target(Arn=PIPELINE, RoleArn="arn:aws:iam::123456789012:role/events")
    with pytest.raises(AwsError, match=f"RoleArn is required for target {PIPELINE}."):
        put_target(Arn=PIPELINE)


@pytest.mark.parametrize("template", ['"Model <name>"', '{"name": <name>}', '"<name> is there"\n"and <all>"', "<all>"])
def test_a_template_that_fills_to_json_is_taken(template: str) -> None:
    put_target(**transformed(template))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (transformed("Model <name>"), r'Invalid InputTemplate for target first : \[Source: \(String\)"Model null"; '),
        (transformed('"<nam>"'), "InputTemplate for target first contains invalid placeholder nam."),
        (transformed('"<aws.events.rule-name>"'), "not emulated: the variable <aws.events.rule-name>"),
        ({"Input": "{"}, "JSON syntax error in input for target first"),
        ({"Input": "{}", "InputPath": "$.detail"}, "Only one of Input, InputPath, or InputTransformer must be"),
    ],
)
def test_a_target_that_would_receive_nothing_is_refused(members: dict[str, Any], message: str) -> None:
    with pytest.raises(AwsError, match=message):
        put_target(**members)


def test_a_placeholder_is_a_text_within_quotes_and_json_elsewhere() -> None:
    event = {"detail": {"name": 'say "m"'}}
    filled = payload(transformed('{"told": "<name>!", "name": <name>, "all": <all>}'), event)
    assert json.loads(filled) == {"told": 'say "m"!', "name": 'say "m"', "all": {"name": 'say "m"'}}


def test_the_api_refuses_it_as_well(aws: Aws) -> None:
    with pytest.raises(ClientError, match="Unrecognized match type prefx"):
        aws.client("events").put_rule(Name="typo", EventPattern='{"source": [{"prefx": "a"}]}')
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        aws.client("events").describe_rule(Name="typo")
