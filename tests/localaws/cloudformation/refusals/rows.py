"""Rows of the table: a good template, the one edit that makes it bad, and what AWS says then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

GONE = object()
"""An edit to this value takes the member away."""

GOOD: dict[str, Any] = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Description": "a topic, a queue and a bucket",
    "Parameters": {
        "Noun": {"Type": "String", "Default": "data", "AllowedPattern": "[a-z]+", "MinLength": 2, "MaxLength": 10},
        "Size": {"Type": "Number", "Default": 3, "MinValue": 2, "MaxValue": 5},
        "Stage": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "prod"]},
        "Zones": {"Type": "CommaDelimitedList", "Default": "a,b"},
        "Weights": {"Type": "List<Number>", "Default": "1,2"},
    },
    "Mappings": {"Words": {"dev": {"Noun": "development"}, "prod": {"Noun": "production"}}},
    "Conditions": {
        "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
        "IsDev": {"Fn::Not": [{"Condition": "IsProd"}]},
    },
    "Rules": {
        "Careful": {
            "RuleCondition": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
            "Assertions": [
                {"Assert": {"Fn::Contains": [["data", "model"], {"Ref": "Noun"}]}, "AssertDescription": "known nouns"}
            ],
        }
    },
    "Resources": {
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "DisplayName": {"Fn::Sub": "${Noun} in ${AWS::Region}"},
                "Tags": [{"Key": "noun", "Value": {"Fn::FindInMap": ["Words", {"Ref": "Stage"}, "Noun"]}}],
            },
        },
        "Queue": {
            "Type": "AWS::SQS::Queue",
            "DependsOn": "Topic",
            "Properties": {
                "VisibilityTimeout": {"Ref": "Size"},
                "Tags": [
                    {"Key": "zone", "Value": {"Fn::Select": [0, {"Ref": "Zones"}]}},
                    {"Key": "joined", "Value": {"Fn::Join": ["-", {"Ref": "Zones"}]}},
                    {"Key": "split", "Value": {"Fn::Select": [1, {"Fn::Split": ["/", "a/b"]}]}},
                    {"Fn::If": ["IsProd", {"Key": "if", "Value": "yes"}, {"Ref": "AWS::NoValue"}]},
                ],
            },
        },
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Condition": "IsProd",
            "Properties": {"VersioningConfiguration": {"Status": "Enabled"}},
        },
    },
    "Outputs": {
        "Arn": {"Value": {"Fn::GetAtt": ["Topic", "TopicArn"]}, "Description": "where to publish"},
        "Bucket": {"Value": {"Ref": "Bucket"}, "Condition": "IsProd"},
    },
}
"""A template with something of everything."""


@dataclass(frozen=True)
class Row:
    """One way to be wrong."""

    sentence: str
    at: str
    """Where to edit: a path into the template, into the request (`request/Tags/0/Key`), or words of a text."""
    bad: Any
    words: str
    code: str = "ValidationError"
    good: Any = field(default_factory=lambda: GOOD)
    request: dict[str, Any] = field(default_factory=dict)

    @property
    def good_request(self) -> dict[str, Any]:
        return {"TemplateBody": _text(self.good), **self.request}

    @property
    def bad_request(self) -> dict[str, Any]:
        if self.at == "request":
            return dict(self.bad)
        if self.at.startswith("request/"):
            return edited(self.good_request, self.at.removeprefix("request/"), self.bad)
        if isinstance(self.good, str):
            assert self.at in self.good, f"{self.at!r} is not in the template"
            return {**self.good_request, "TemplateBody": self.good.replace(self.at, self.bad)}
        return {**self.good_request, "TemplateBody": _text(edited(self.good, self.at, self.bad))}


def edited(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The document with one member set or taken away; `a~b` is the key a/b."""
    result: Any = json.loads(json.dumps(document))
    *steps, last = [step.replace("~", "/") for step in path.split("/")]
    place = result
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    key: Any = int(last) if isinstance(place, list) else last
    if value is GONE:
        del place[key]
    elif isinstance(place, list) and key == len(place):
        place.append(value)
    else:
        place[key] = value
    return dict(result)


def _text(template: Any) -> str:
    return template if isinstance(template, str) else json.dumps(template)
