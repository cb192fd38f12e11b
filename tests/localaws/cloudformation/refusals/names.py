"""Conditions, functions and what they refer to."""
# ruff: noqa: E501 - a table, one row a line

from __future__ import annotations

from typing import Any

from tests.localaws.cloudformation.refusals.rows import GOOD, Row

UNRESOLVED = "Template format error: Unresolved resource dependencies [Nobody] in the {} block of the template"
TAG = "Resources/Queue/Properties/Tags/0/Value"
EXPAND: dict[str, Any] = {"Capabilities": ["CAPABILITY_AUTO_EXPAND"]}
LOOPED = {
    **GOOD,
    "Transform": "AWS::LanguageExtensions",
    "Resources": {
        "Fn::ForEach::Topics": [
            "Zone",
            {"Ref": "Zones"},
            {"Topic${Zone}": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Zone"}}}},
        ],
        "Queue": {
            "Type": "AWS::SQS::Queue",
            "DeletionPolicy": {"Fn::If": ["IsProd", "Retain", "Delete"]},
            "Properties": {
                "VisibilityTimeout": {"Fn::Length": {"Ref": "Zones"}},
                "Tags": [
                    {"Key": "json", "Value": {"Fn::ToJsonString": {"noun": {"Ref": "Noun"}}}},
                    {"Key": "map", "Value": {"Fn::FindInMap": ["Words", "test", "Noun", {"DefaultValue": "a"}]}},
                ],
            },
        },
    },
    "Outputs": {"Arn": {"Value": {"Ref": "Topica"}}},
}
LOOP = "Resources/Fn::ForEach::Topics"
FAILED = "Transform AWS::LanguageExtensions failed with: "

ROWS = (
    Row("Ref names nobody", TAG, {"Ref": "Nobody"}, UNRESOLVED.format("Resources")),
    Row("Ref holds a list", TAG, {"Ref": ["Noun"]}, "every Ref object must have a single String value"),
    Row("Sub names nobody", TAG, {"Fn::Sub": "a ${Nobody}"}, UNRESOLVED.format("Resources")),
    Row("Sub names an attribute of nobody", TAG, {"Fn::Sub": "a ${Nobody.Arn}"}, UNRESOLVED.format("Resources")),
    Row("Sub holds a number", TAG, {"Fn::Sub": [1, {}]}, "Fn::Sub intrinsic functions don't specify expected arguments"),
    Row("GetAtt names nobody", TAG, {"Fn::GetAtt": ["Nobody", "Arn"]}, "instance of Fn::GetAtt references undefined resource Nobody"),
    Row("GetAtt names an attribute nobody has", TAG, {"Fn::GetAtt": ["Topic", "Colour"]}, "resource Topic does not support attribute type Colour in Fn::GetAtt"),
    Row("GetAtt names no attribute", TAG, {"Fn::GetAtt": ["Topic"]}, "every Fn::GetAtt object requires two non-empty parameters"),
    Row("an output names nobody", "Outputs/Arn/Value", {"Ref": "Nobody"}, UNRESOLVED.format("Outputs")),
    Row("a resource depends on nobody", "Resources/Queue/DependsOn", "Nobody", UNRESOLVED.format("Resources")),
    Row("resources depend on each other", "Resources/Topic/DependsOn", "Queue", "Circular dependency between resources: [Queue, Topic]"),
    Row("a resource depends on itself", TAG, {"Ref": "Queue"}, "Circular dependency between resources: [Queue]"),
    Row("what is always there refers to what is not", TAG, {"Ref": "Bucket"}, "Unresolved resource dependencies [Bucket] in the Resources block"),
    Row("an output refers to what is not there", "Outputs/Bucket/Condition", "IsDev", "Unresolved resource dependencies [Bucket] in the Outputs block"),
    Row("a resource is under no condition", "Resources/Bucket/Condition", "IsTest", "Unresolved condition dependency IsTest in the Resources block"),
    Row("an output is under no condition", "Outputs/Bucket/Condition", "IsTest", "Unresolved condition dependency IsTest in the Outputs block"),
    Row("If asks for no condition", TAG, {"Fn::If": ["IsTest", "a", "b"]}, "Unresolved condition dependency IsTest in the Resources block"),
    Row("If has two branches", TAG, {"Fn::If": ["IsProd", "a"]}, "Fn::If requires a list argument with three elements"),
    Row("a condition asks for no condition", "Conditions/IsDev", {"Fn::Not": [{"Condition": "IsTest"}]}, "Unresolved condition dependency IsTest in the Conditions block"),
    Row("a condition asks for itself", "Conditions/IsDev", {"Fn::Not": [{"Condition": "IsDev"}]}, "Circular dependency between conditions: [IsDev]"),
    Row("a condition asks for a resource", "Conditions/IsDev", {"Fn::Equals": [{"Ref": "Topic"}, "a"]}, "Unresolved dependencies [Topic]. Cannot reference resources in the Conditions block"),
    Row("a condition is a word", "Conditions/IsDev", "true", "Conditions can only be boolean operations"),
    Row("a condition compares three", "Conditions/IsDev", {"Fn::Equals": ["a", "b", "c"]}, "Conditions can only be boolean operations"),
    Row("a condition asks for an attribute", "Conditions/IsDev", {"Fn::Equals": [{"Fn::GetAtt": ["Topic", "TopicName"]}, "a"]}, "Encountered unsupported function: Fn::GetAtt"),
    Row("a map is not there", TAG, {"Fn::FindInMap": ["Nouns", "dev", "Noun"]}, "Mapping named 'Nouns' is not present in the 'Mappings' section"),
    Row("a key of a map is not there", TAG, {"Fn::FindInMap": ["Words", "test", "Noun"]}, "Unable to get mapping for Words::test::Noun"),
    Row("a map is asked with two keys", TAG, {"Fn::FindInMap": ["Words", "dev"]}, "every Fn::FindInMap object requires three parameters"),
    Row("a map has a default without the transform", TAG, {"Fn::FindInMap": ["Words", "test", "Noun", {"DefaultValue": "a"}]}, "every Fn::FindInMap object requires three parameters"),
    Row("Join joins a word", TAG, {"Fn::Join": ["", "ab"]}, "every Fn::Join object requires two parameters"),
    Row("Select chooses beyond the end", TAG, {"Fn::Select": [2, {"Ref": "Zones"}]}, "Fn::Select cannot select nonexistent value at index 2"),
    Row("Select chooses by a word", TAG, {"Fn::Select": ["last", {"Ref": "Zones"}]}, "Fn::Select requires a list argument with two elements"),
    Row("Split splits a list", TAG, {"Fn::Join": ["", {"Fn::Split": ["/", ["a"]]}]}, "every Fn::Split object requires two parameters"),
    Row("Cidr divides too finely", TAG, {"Fn::Select": [0, {"Fn::Cidr": ["10.0.0.0/28", 4, 3]}]}, "Fn::Cidr cannot divide 10.0.0.0/28"),
    Row("a function is unknown", TAG, {"Fn::Upper": "a"}, "Encountered unsupported function: Fn::Upper Supported functions are: [Condition, Fn::And"),
    Row("a function of an output that is not made is unknown", "Outputs/Bucket/Value", {"Fn::Upper": "a"}, "Encountered unsupported function: Fn::Upper"),
    Row("a function has company", TAG, {"Fn::Sub": "a", "Fn::Join": ["", ["a"]]}, "must be the only member of its object"),
    Row("text is made of a map without the transform", TAG, {"Fn::ToJsonString": {"a": "b"}}, "Encountered unsupported function: Fn::ToJsonString"),
    Row("a list is counted without the transform", TAG, {"Fn::Length": {"Ref": "Zones"}}, "Encountered unsupported function: Fn::Length"),
    Row("a loop runs without the transform", LOOP, LOOPED["Resources"]["Fn::ForEach::Topics"], "[/Resources/Fn::ForEach::Topics] resource definition is malformed"),
    Row("a macro is called", TAG, {"Fn::Transform": {"Name": "AWS::Include"}}, "not emulated: the function Fn::Transform", "NotEmulated"),
    Row("a stored parameter is not there", TAG, "{{resolve:ssm:/nobody/wrote/this}}", "Unable to fetch parameters [/nobody/wrote/this]"),
    Row("a dynamic reference has no name", TAG, "{{resolve:ssm:}}", "Incorrect format is used in the following SSM reference: [{{resolve:ssm:}}]"),
    Row("a dynamic reference has a worded version", TAG, "{{resolve:ssm:name:latest}}", "Incorrect format is used in the following SSM reference"),
    Row("a secure reference is where none may be", TAG, "{{resolve:ssm-secure:name:1}}", "SSM Secure reference is not supported in: "),
    Row("a secret is asked for", TAG, "{{resolve:secretsmanager:name}}", "not emulated: the dynamic reference", "NotEmulated"),
    Row("conditions are a word where loops run", "Conditions", "IsProd", "Conditions must be an object", good=LOOPED, request=EXPAND),
    Row("a condition refers to a list where loops run", "Conditions/IsProd", {"Fn::Equals": [{"Ref": []}, "a"]}, "every Ref object must have a single String value", good=LOOPED, request=EXPAND),
    Row("a loop has two parts", LOOP, ["Zone", ["a"]], f"{FAILED}Fn::ForEach layout is incorrect", good=LOOPED, request=EXPAND),
    Row("a loop makes one name twice", f"{LOOP}/2", {"Topic": {"Type": "AWS::SNS::Topic"}}, f"{FAILED}Fn::ForEach layout is incorrect", good=LOOPED, request=EXPAND),
    Row("a loop runs over a word", f"{LOOP}/1", {"Ref": "Noun"}, f"{FAILED}Could not find a collection", good=LOOPED, request=EXPAND),
    Row("a loop runs over a resource", f"{LOOP}/1", {"Fn::GetAtt": ["Queue", "Arn"]}, f"{FAILED}Could not find a collection", good=LOOPED, request=EXPAND),
    Row("a loop makes what is there", "Resources/Topica", {"Type": "AWS::SNS::Topic"}, f"{FAILED}Duplicate key Topica", good=LOOPED, request=EXPAND),
    Row("a loop is named like a resource", "Resources/Topics", {"Type": "AWS::SNS::Topic"}, f"{FAILED}Fn::ForEach name Topics is not unique", good=LOOPED, request=EXPAND),
    Row("an item of a loop is no name", "request/Parameters/0/ParameterValue", "a-b,a", "Resource name Topica-b is non alphanumeric", good=LOOPED, request={**EXPAND, "Parameters": [{"ParameterKey": "Zones", "ParameterValue": "ab,a"}]}),
    Row("a word is counted", "Resources/Queue/Properties/VisibilityTimeout", {"Fn::Length": "ab"}, f"{FAILED}Fn::Length layout is incorrect", good=LOOPED, request=EXPAND),
    Row("what a resource gives is counted", "Resources/Queue/Properties/VisibilityTimeout", {"Fn::Length": {"Ref": "Topica"}}, f"{FAILED}The Fn::Length value could not be resolved", good=LOOPED, request=EXPAND),
    Row("a word becomes JSON", "Resources/Queue/Properties/Tags/0/Value", {"Fn::ToJsonString": "a"}, f"{FAILED}Fn::ToJsonString layout is incorrect", good=LOOPED, request=EXPAND),
    Row("a policy depends on a resource", "Resources/Queue/DeletionPolicy", {"Ref": "Topica"}, f"{FAILED}Unsupported function in a policy attribute", good=LOOPED, request=EXPAND),
    Row("a computed policy is unknown", "Resources/Queue/DeletionPolicy", {"Ref": "Noun"}, "Unrecognized DeletionPolicy data", good=LOOPED, request=EXPAND),
    Row("an export that nobody made is imported", TAG, {"Fn::ImportValue": "nobody-made-this"}, "No export named nobody-made-this found."),
)  # fmt: skip
