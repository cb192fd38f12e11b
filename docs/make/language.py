"""Which of the template language runs: each function and section in a small template that is deployed."""

from __future__ import annotations

from typing import Any

from tables import table

from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer, StackFailedError

Document = dict[str, Any]

TOPIC = {"Type": "AWS::SNS::Topic"}
EXTENDED = {"Transform": "AWS::LanguageExtensions"}
NO = {"Fn::Equals": ["a", "b"]}

VALUES: dict[str, Any] = {
    "Ref": {"Ref": "AWS::Region"},
    "Fn::Base64": {"Fn::Base64": "a"},
    "Fn::Cidr": {"Fn::Select": [0, {"Fn::Cidr": ["10.0.0.0/16", 1, 8]}]},
    "Fn::FindInMap": {"Fn::FindInMap": ["Names", "a", "b"]},
    "Fn::FindInMap with a default": {"Fn::FindInMap": ["Names", "a", "z", {"DefaultValue": "c"}]},
    "Fn::GetAtt": {"Fn::GetAtt": ["Other", "TopicName"]},
    "Fn::GetAZs": {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
    "Fn::If": {"Fn::If": ["Never", "a", "b"]},
    "Fn::ImportValue": {"Fn::ImportValue": "exported"},
    "Fn::Join": {"Fn::Join": ["-", ["a", "b"]]},
    "Fn::Length": {"Fn::Sub": ["${N}", {"N": {"Fn::Length": ["a"]}}]},
    "Fn::Select": {"Fn::Select": [0, ["a"]]},
    "Fn::Split": {"Fn::Select": [0, {"Fn::Split": ["-", "a-b"]}]},
    "Fn::Sub": {"Fn::Sub": "${AWS::Region}"},
    "Fn::ToJsonString": {"Fn::ToJsonString": {"a": 1}},
    "Fn::Transform": {"Fn::Transform": {"Name": "Macro"}},
    "{{resolve:ssm:...}}": "{{resolve:ssm:/name}}",
    "{{resolve:ssm-secure:...}}": "{{resolve:ssm-secure:/name}}",
    "{{resolve:secretsmanager:...}}": "{{resolve:secretsmanager:name}}",
}
"""A value by the function that it uses."""

CONDITIONS: dict[str, Any] = {
    "Fn::And": {"Fn::And": [NO, NO]},
    "Fn::Equals": NO,
    "Fn::Not": {"Fn::Not": [NO]},
    "Fn::Or": {"Fn::Or": [NO, NO]},
    "Condition": {"Condition": "Never"},
}

SECTIONS: dict[str, Document] = {
    "Fn::ForEach": {"Resources": {"Fn::ForEach::Topics": ["Name", ["A", "B"], {"Topic${Name}": TOPIC}]}},
    "Rules": {
        "Rules": {"Always": {"Assertions": [{"Assert": {"Fn::Equals": ["a", "a"]}, "AssertDescription": "never"}]}},
        "Resources": {"Topic": TOPIC},
    },
    "Transform: AWS::Serverless-2016-10-31": {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {"Topic": TOPIC},
    },
    "Hooks": {"Hooks": {"Hook": {"Type": "AWS::CodeDeploy::BlueGreen"}}, "Resources": {"Topic": TOPIC}},
    "CreationPolicy": {"Resources": {"Topic": {**TOPIC, "CreationPolicy": {"ResourceSignal": {"Count": 1}}}}},
    "UpdatePolicy": {"Resources": {"Topic": {**TOPIC, "UpdatePolicy": {"UseOnlineResharding": True}}}},
    "DeletionPolicy: Retain": {"Resources": {"Topic": {**TOPIC, "DeletionPolicy": "Retain"}}},
    "DeletionPolicy: Snapshot": {"Resources": {"Topic": {**TOPIC, "DeletionPolicy": "Snapshot"}}},
    "UpdateReplacePolicy: Retain": {"Resources": {"Topic": {**TOPIC, "UpdateReplacePolicy": "Retain"}}},
    "DependsOn": {"Resources": {"Topic": {**TOPIC, "DependsOn": "Other"}, "Other": TOPIC}},
    "Custom::... (custom resources)": {
        "Resources": {"Own": {"Type": "Custom::Own", "Properties": {"ServiceToken": "x"}}}
    },
}
"""A template by what it uses outside of values."""


def template_language(page: str, server: LocalAwsServer) -> str:
    account = server.account("111122223334")
    account.client("ssm").put_parameter(Name="/name", Value="a", Type="String")
    account.deploy(
        {"Resources": {"T": TOPIC}, "Outputs": {"E": {"Value": "a", "Export": {"Name": "exported"}}}}, name="exporter"
    )
    templates = {name: using(value) for name, value in VALUES.items()}
    templates |= {name: deciding(condition) for name, condition in CONDITIONS.items()} | SECTIONS
    rows = [
        (f"`{name}`", plain := answer(account, template, f"plain-{number}"), extended(account, template, number, plain))
        for number, (name, template) in enumerate(templates.items())
        if "Transform" not in template
    ]
    alone = [(f"`{name}`", answer(account, each, "own"), "") for name, each in templates.items() if "Transform" in each]
    return table(("in a template", "runs", "with `Transform: AWS::LanguageExtensions`"), [*rows, *alone])


def extended(account: LocalAccount, template: Document, number: int, plain: str) -> str:
    told = answer(account, template | EXTENDED, f"extended-{number}")
    return "the same" if told == plain != "yes" else told


def using(value: Any) -> Document:
    return {
        "Mappings": {"Names": {"a": {"b": "c"}}},
        "Conditions": {"Never": NO},
        "Resources": {"Topic": {**TOPIC, "Properties": {"DisplayName": value}}, "Other": TOPIC},
    }


def deciding(condition: Any) -> Document:
    return {"Conditions": {"Never": NO, "Asked": condition}, "Resources": {"Topic": TOPIC}}


def answer(account: LocalAccount, template: Document, name: str) -> str:
    """Yes, or what is said."""
    try:
        account.deploy(template, name=name)
    except StackFailedError as error:
        _, _, told = str(error).partition("\n")
        told = " ".join(told.split())
        return f"no: `{told if len(told) < 160 else told[:157] + '...'}`"
    return "yes"
