"""Intrinsic functions and conditions."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.cloudformation.template.conditions import decided, truth_of_conditions
from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.references import Reference, references
from mlops_templates.localaws.cloudformation.template.unknown import Unknown

SCOPE = Scope(
    parameters={"Noun": "model", "Names": ["a", "b"], "AWS::Region": "eu-west-1", "Count": "2"},
    mappings={"Words": {"eu-west-1": {"word": "hallo", "list": ["x", "y"]}}},
    resource=lambda reference: Unknown(frozenset({reference})) if reference.name == "New" else f"<{reference.name}>",
    imported=lambda name: f"imported {name}",
    dynamic=lambda service, key: f"{service} {key}",
)

VALUES: list[tuple[Any, Any]] = [
    ({"Ref": "Noun"}, "model"),
    ({"Ref": "Topic"}, "<Topic>"),
    ({"Fn::GetAtt": ["Topic", "Arn"]}, "<Topic>"),
    ({"Fn::Sub": "${Noun}-${Topic.Arn}-${!Literal}"}, "model-<Topic>-${Literal}"),
    ({"Fn::Sub": ["${A}${Noun}", {"A": {"Ref": "Count"}}]}, "2model"),
    ({"Fn::Join": ["-", {"Ref": "Names"}]}, "a-b"),
    ({"Fn::Join": ["", ["a", 1, True]]}, "a1true"),
    ({"Fn::Select": ["1", {"Ref": "Names"}]}, "b"),
    ({"Fn::Split": [",", "a,b"]}, ["a", "b"]),
    ({"Fn::FindInMap": ["Words", {"Ref": "AWS::Region"}, "word"]}, "hallo"),
    ({"Fn::Join": [".", {"Fn::FindInMap": ["Words", "eu-west-1", "list"]}]}, "x.y"),
    ({"Fn::ImportValue": {"Fn::Sub": "${Noun}-arn"}}, "imported model-arn"),
    ({"Fn::Base64": "a"}, "YQ=="),
    ({"Fn::Cidr": ["10.0.0.0/16", 2, "8"]}, ["10.0.0.0/24", "10.0.1.0/24"]),
    ({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, "eu-west-1a"),
    ({"a": {"Ref": "AWS::NoValue"}, "b": ["x", {"Ref": "AWS::NoValue"}]}, {"b": ["x"]}),
    ("a {{resolve:ssm:/key:3}} b", "a ssm /key:3 b"),
    ({"Fn::Sub": "{{resolve:ssm:/${Noun}}}"}, "ssm /model"),
    ({"Condition": {"StringEquals": {"a": "b"}}}, {"Condition": {"StringEquals": {"a": "b"}}}),
    ({"Fn::Sub": "${New.Arn}/x"}, Unknown(frozenset({Reference("New", "Arn", "Fn::Sub")}))),
    ({"Fn::Join": ["", ["a", {"Ref": "New"}]]}, Unknown(frozenset({Reference("New")}))),
]


@pytest.mark.parametrize(("value", "expected"), VALUES, ids=str)
def test_a_value_is_resolved(value: Any, expected: Any) -> None:
    assert resolve(value, SCOPE) == expected


CONDITIONS: dict[str, tuple[Any, bool]] = {
    "IsModel": ({"Fn::Equals": [{"Ref": "Noun"}, "model"]}, True),
    "IsNot": ({"Fn::Not": [{"Condition": "IsModel"}]}, False),
    "Both": ({"Fn::And": [{"Condition": "IsModel"}, {"Condition": "IsNot"}]}, False),
    "Either": ({"Fn::Or": [{"Condition": "IsNot"}, {"Condition": "IsModel"}]}, True),
    "Number": ({"Fn::Equals": [{"Ref": "Count"}, 2]}, True),
}


def test_conditions_are_true_or_false_in_any_order() -> None:
    declared = {name: value for name, (value, _) in reversed(CONDITIONS.items())}
    assert truth_of_conditions(declared, SCOPE) == {name: truth for name, (_, truth) in CONDITIONS.items()}


def test_the_branch_that_does_not_hold_leaves_no_dependency() -> None:
    value = {"a": {"Fn::If": ["C", {"Ref": "Then"}, {"Fn::If": ["C", "x", {"Ref": "Else"}]}]}}
    assert [item.name for item in references(decided(value, {"C": True}))] == ["Then"]
    assert [item.name for item in references(decided(value, {"C": False}))] == ["Else"]
