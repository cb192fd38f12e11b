"""What is refused before anything is made, with AWS's words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks

TOPIC = {"Type": "AWS::SNS::Topic"}


def template(**sections: Any) -> dict[str, Any]:
    return {"Resources": {"Topic": TOPIC}, **sections}


def topic(**properties: Any) -> dict[str, Any]:
    return {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": properties}}}


def parameter(**declaration: Any) -> dict[str, Any]:
    return template(Parameters={"P": {"Type": "String", **declaration}})


def output(value: Any) -> dict[str, Any]:
    return template(Outputs={"O": {"Value": value}})


UNRESOLVED = r"Template format error: Unresolved resource dependencies \[Nobody\] in the {} block of the template"
BAD_TEMPLATES = {
    "not JSON": ("{", "JSON not well-formed. .line 1, column 2"),
    "not YAML": ("a: [", "YAML not well-formed"),
    "a list": ("- a", "unsupported structure"),
    "a key twice": ('{"Resources": {}, "Resources": {}}', "duplicate key Resources"),
    "a YAML alias": ("Resources: &a {}\nMetadata: *a", "YAML aliases are not allowed"),
    "an unknown YAML tag": ("Resources: !Sup a", "YAML tag !Sup is not supported .line 1"),
    "no resources": ({"Resources": {}}, "At least one Resources member must be defined"),
    "an unknown section": (template(Resourcen={}), r"Invalid template property or properties \[Resourcen\]"),
    "another version": (
        template(AWSTemplateFormatVersion="2010-09-10"),
        "unsupported value for AWSTemplateFormatVersion",
    ),
    "a long description": (template(Description="x" * 1025), "'Description' length is greater than 1024"),
    "a logical id with a dash": ({"Resources": {"A-b": TOPIC}}, "Resource name A-b is non alphanumeric"),
    "a resource without type": ({"Resources": {"A": {}}}, "Every Resources object must contain a Type member"),
    "an unknown attribute": (
        {"Resources": {"A": {**TOPIC, "Depends": "B"}}},
        "Invalid template resource property 'Depends'",
    ),
    "an unknown policy": (
        {"Resources": {"A": {**TOPIC, "DeletionPolicy": "Keep"}}},
        "Unrecognized DeletionPolicy Keep",
    ),
    "an unknown type": (
        {"Resources": {"A": {"Type": "AWS::SNS::Thing"}}},
        r"Unrecognized resource types: \[AWS::SNS::Thing\]",
    ),
    "an unknown property": (topic(Name="a"), r"#: extraneous key \[Name\] is not permitted"),
    "a read-only property": (topic(TopicArn="a"), r"#: extraneous key \[TopicArn\] is not permitted"),
    "a missing property": (
        {"Resources": {"A": {"Type": "AWS::SNS::Subscription", "Properties": {"Protocol": "sqs"}}}},
        r"#: required key \[TopicArn\] not found",
    ),
    "a wrong type": (topic(Subscription="a"), "#/Subscription: expected type: Array, found: String"),
    "a wrong enum": (
        {"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "On"}}}}},
        "#/VersioningConfiguration/Status: On is not a valid enum value",
    ),
    "too long a name": (
        {"Resources": {"A": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "x" * 513}}}},
        "#/LogGroupName: expected maxLength: 512, actual: 513",
    ),
    "Ref of nothing": (topic(DisplayName={"Ref": "Nobody"}), UNRESOLVED.format("Resources")),
    "Sub of nothing": (topic(DisplayName={"Fn::Sub": "${Nobody}"}), UNRESOLVED.format("Resources")),
    "GetAtt of nothing": (
        topic(DisplayName={"Fn::GetAtt": ["Nobody", "Arn"]}),
        "instance of Fn::GetAtt references undefined resource Nobody",
    ),
    "GetAtt of an attribute nobody has": (
        output({"Fn::GetAtt": ["Topic", "Colour"]}),
        "resource Topic does not support attribute type Colour in Fn::GetAtt",
    ),
    "an output that refers to nothing": (output({"Ref": "Nobody"}), UNRESOLVED.format("Outputs")),
    "DependsOn nothing": ({"Resources": {"A": {**TOPIC, "DependsOn": "Nobody"}}}, UNRESOLVED.format("Resources")),
    "a resource under no condition": (
        {"Resources": {"A": {**TOPIC, "Condition": "C"}}},
        "Unresolved condition dependency C in the Resources block",
    ),
    "If of no condition": (
        topic(DisplayName={"Fn::If": ["C", "a", "b"]}),
        "Unresolved condition dependency C in the Resources block",
    ),
    "a condition on a resource": (
        template(Conditions={"C": {"Fn::Equals": [{"Ref": "Topic"}, "a"]}}),
        "Cannot reference resources in the Conditions block",
    ),
    "a condition on itself": (
        template(Conditions={"C": {"Fn::Not": [{"Condition": "C"}]}}),
        "Circular dependency between conditions",
    ),
    "a condition that is no operation": (
        template(Conditions={"C": "true"}),
        "Conditions can only be boolean operations",
    ),
    "a reference to what the condition left out": (
        {
            "Conditions": {"Never": {"Fn::Equals": ["a", "b"]}},
            "Resources": {
                "Nobody": {**TOPIC, "Condition": "Never"},
                "A": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Nobody"}}},
            },
        },
        UNRESOLVED.format("Resources"),
    ),
    "a circle": (
        {
            "Resources": {
                "A": {**TOPIC, "DependsOn": "B"},
                "B": {**TOPIC, "DependsOn": "A"},
                "C": {**TOPIC, "DependsOn": "A"},
            }
        },
        r"Circular dependency between resources: \[A, B\]",
    ),
    "no such map": (topic(DisplayName={"Fn::FindInMap": ["M", "a", "b"]}), "Mapping named 'M' is not present"),
    "no such key of a map": (
        {**topic(DisplayName={"Fn::FindInMap": ["M", "a", "c"]}), "Mappings": {"M": {"a": {"b": "x"}}}},
        "Unable to get mapping for M::a::c",
    ),
    "a Join of no list": (topic(DisplayName={"Fn::Join": ["a", "b"]}), "every Fn::Join object requires two parameters"),
    "a Select beyond the end": (
        topic(DisplayName={"Fn::Select": [2, ["a", "b"]]}),
        "Fn::Select cannot select nonexistent value at index 2",
    ),
    "a transform": (template(Transform="AWS::Serverless-2016-10-31"), "not emulated: template section Transform"),
    "a function of a transform": (
        topic(DisplayName={"Fn::ToJsonString": {}}),
        "Encountered unsupported function: Fn::ToJsonString",
    ),
    "hooks": (template(Hooks={}), "not emulated: template section Hooks"),
    "a type that is not emulated": (
        {"Resources": {"A": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}},
        "not emulated: AWS::EC2::VPC",
    ),
    "a property that is not emulated": (
        topic(DataProtectionPolicy={}),
        "not emulated: AWS::SNS::Topic DataProtectionPolicy",
    ),
    "an update policy": ({"Resources": {"A": {**TOPIC, "UpdatePolicy": {}}}}, "not emulated: UpdatePolicy of A"),
    "an unknown parameter type": (parameter(Type="Text"), "Unrecognized parameter type: Text"),
    "a parameter type that is not emulated": (parameter(Type="AWS::EC2::VPC::Id"), "not emulated: the parameter type"),
    "a parameter without value": (parameter(), r"Parameters: \[P\] must have values"),
    "a default that is not allowed": (
        parameter(Default="a", AllowedValues=["b"]),
        "Parameter 'P' must be one of AllowedValues",
    ),
    "a default that breaks a pattern": (
        parameter(Default="a", AllowedPattern="[b-z]+"),
        r"Parameter 'P' must match pattern \[b-z\]\+",
    ),
    "too short a default": (parameter(Default="a", MinLength=2), "Parameter 'P' must contain at least 2 characters"),
    "too long a default": (parameter(Default="abc", MaxLength="2"), "Parameter 'P' must contain at most 2 characters"),
    "words for a number": (parameter(Type="Number", Default="a"), "Parameter 'P' must be a number"),
    "too small a number": (
        parameter(Type="Number", Default=1, MinValue=2),
        "Parameter 'P' must be a number not less than 2",
    ),
    "too large a number": (
        parameter(Type="Number", Default=3, MaxValue=2),
        "Parameter 'P' must be a number not greater than 2",
    ),
    "a constraint in the author's words": (
        parameter(Default="a", AllowedPattern="b", ConstraintDescription="must be b."),
        "Parameter P failed to satisfy constraint: must be b.",
    ),
    "an unknown member of a parameter": (parameter(Defaults="a"), "Invalid template parameter property 'Defaults'"),
    "an output without value": (template(Outputs={"O": {}}), "Every Outputs member must contain a Value object"),
    "an output with more": (
        template(Outputs={"O": {"Value": "a", "Name": "b"}}),
        r"Invalid outputs property : \[Name\]",
    ),
    "a stored parameter that is not there": (
        topic(DisplayName="{{resolve:ssm:/nobody/wrote/this}}"),
        "Unable to fetch parameters",
    ),
    "a secret": (topic(DisplayName="{{resolve:secretsmanager:a}}"), "not emulated: the dynamic reference"),
}


@pytest.mark.parametrize("case", BAD_TEMPLATES)
def test_a_bad_template_is_refused_and_leaves_no_stack(stacks: Stacks, case: str) -> None:
    document, words = BAD_TEMPLATES[case]
    name = stacks.name()
    body = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(ClientError, match=words):
        stacks.api.create_stack(StackName=name, TemplateBody=body)
    with pytest.raises(ClientError, match=f"Stack with id {name} does not exist"):
        stacks.describe(name)


BAD_REQUESTS: dict[str, tuple[dict[str, Any], str]] = {
    "a bad name": ({"StackName": "1st"}, "regular expression pattern"),
    "a long name": ({"StackName": "a" * 129}, "length less than or equal to 128"),
    "no template": ({"TemplateBody": None}, "Either Template URL or Template Body must be specified"),
    "a template of 51,201 bytes": (
        {"TemplateBody": json.dumps(template()).ljust(51_201)},
        "Member must have length less than or equal to 51200",
    ),
    "an address elsewhere": (
        {"TemplateBody": None, "TemplateURL": "https://example.com/a.yaml"},
        "TemplateURL must be a supported URL",
    ),
    "an object that is not there": (
        {"TemplateBody": None, "TemplateURL": "https://nobodys-bucket.s3.amazonaws.com/a.yaml"},
        "S3 error: The specified bucket does not exist",
    ),
    "an extra parameter": (
        {"Parameters": [{"ParameterKey": "Q", "ParameterValue": "a"}]},
        r"Parameters: \[Q\] do not exist in the template",
    ),
    "a previous value of nothing": (
        {"TemplateBody": json.dumps(parameter()), "Parameters": [{"ParameterKey": "P", "UsePreviousValue": True}]},
        "Cannot specify usePreviousValue as true for a parameter key not in the previous template",
    ),
    "a tag of AWS's": ({"Tags": [{"Key": "aws:mine", "Value": "1"}]}, "aws: prefixed tag key names"),
    "two ways to fail": ({"OnFailure": "DELETE", "DisableRollback": True}, "either DisableRollback or OnFailure"),
    "notifications": (
        {"NotificationARNs": ["arn:aws:sns:us-east-1:1:a"]},
        "not emulated: cloudformation:CreateStack NotificationARNs",
    ),
    "a role nobody made": ({"RoleARN": "arn:aws:iam::123456789012:role/nobody-made"}, "invalid or cannot be assumed"),
}


@pytest.mark.parametrize("case", BAD_REQUESTS)
def test_a_bad_request_is_refused(stacks: Stacks, case: str) -> None:
    request, words = BAD_REQUESTS[case]
    wanted = {"StackName": stacks.name(), "TemplateBody": json.dumps(template()), **request}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    with pytest.raises(ClientError, match=words):
        stacks.api.create_stack(**wanted)


def test_a_second_stack_of_the_same_name_is_refused(stacks: Stacks) -> None:
    name = stacks.create({"Topic": TOPIC})
    with pytest.raises(ClientError, match=rf"AlreadyExistsException.*Stack \[{name}\] already exists"):
        stacks.api.create_stack(StackName=name, TemplateBody=json.dumps(template()))
