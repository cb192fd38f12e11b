"""Template text, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.cloudformation.template.reading import read_template

SHORT_FORMS: dict[str, Any] = {
    "!Ref A": {"Ref": "A"},
    "!GetAtt A.B.C": {"Fn::GetAtt": ["A", "B.C"]},
    "!GetAtt [A, B]": {"Fn::GetAtt": ["A", "B"]},
    "!Sub '${A}'": {"Fn::Sub": "${A}"},
    "!Sub ['${A}', {A: !Ref B}]": {"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]},
    "!Join ['', [a, !Ref B]]": {"Fn::Join": ["", ["a", {"Ref": "B"}]]},
    "!Select [0, !GetAZs '']": {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
    "!Split [',', 'a,b']": {"Fn::Split": [",", "a,b"]},
    "!If [C, 1, true]": {"Fn::If": ["C", 1, True]},
    "!Not [!Condition C]": {"Fn::Not": [{"Condition": "C"}]},
    "!And [!Condition C, !Equals [a, b]]": {"Fn::And": [{"Condition": "C"}, {"Fn::Equals": ["a", "b"]}]},
    "!Or [!Condition C, !Condition D]": {"Fn::Or": [{"Condition": "C"}, {"Condition": "D"}]},
    "!FindInMap [M, a, b]": {"Fn::FindInMap": ["M", "a", "b"]},
    "!ImportValue x": {"Fn::ImportValue": "x"},
    "!Base64 x": {"Fn::Base64": "x"},
    "2012-10-17": "2012-10-17",
    "0.5": 0.5,
    "null": None,
    "'5'": "5",
}


@pytest.mark.parametrize("text", SHORT_FORMS)
def test_yaml_means_what_its_json_means(text: str) -> None:
    assert read_template(f"Value: {text}") == {"Value": SHORT_FORMS[text]}


def test_json_is_read_as_json() -> None:
    assert read_template(' {"A": {"Ref": "B"}}') == {"A": {"Ref": "B"}}
