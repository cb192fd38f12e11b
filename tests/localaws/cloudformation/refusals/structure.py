"""The text of a template and its sections."""
# ruff: noqa: E501 - a table, one row a line

from __future__ import annotations

from tests.localaws.cloudformation.refusals.rows import GONE, Row

YAML = """
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Noun: {Type: String, Default: data}
Conditions:
  IsData: !Equals [!Ref Noun, data]
  IsNotData: !Not [!Condition IsData]
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Sub ['${A} of ${Noun}', {A: topic}]
      FifoTopic: no
  Other:
    Type: AWS::SNS::Topic
    Condition: IsNotData
    Properties:
      DisplayName: !If [IsData, !GetAtt Topic.TopicName, !Ref AWS::NoValue]
"""

TOPIC = {"Type": "AWS::SNS::Topic"}
LONG = "L" * 256


def many(count: int) -> dict[str, dict[str, str]]:
    return {f"T{number}": TOPIC for number in range(count)}


ROWS = (
    Row("a brace is missing", "{Type: String", "{Type: String, [", "YAML not well-formed. (line 4", good=YAML),
    Row("a JSON comma is missing", '"Resources"', '"Resources" "x"', "JSON not well-formed. (line 1", good='{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'),
    Row("a JSON key comes twice", '"Type"', '"Type": "a", "Type"', "duplicate key Type", good='{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'),
    Row("a YAML key comes twice", "  Other:\n", "  Topic:\n", "duplicate key Topic", good=YAML),
    Row("a list stands for a template", "Resources", "- Resources", "unsupported structure", good="Resources: {T: {Type: AWS::SNS::Topic}}"),
    Row("a YAML anchor is used again", "{A: topic}", "&a {A: topic}]\n      Tags: [*a", "YAML aliases are not allowed", good=YAML),
    Row("a YAML tag is unknown", "!Ref Noun", "!Reference Noun", "YAML tag !Reference is not supported", good=YAML),
    Row("a YAML map is merged", "      FifoTopic: no", "      <<: {FifoTopic: no}", "is not supported", good=YAML),
    Row("a YAML set is used", "{A: topic}", "!!set {A}", "is not supported", good=YAML),
    Row("a property has no value", "FifoTopic: no", "FifoTopic:", "[/Resources/Topic/Type/FifoTopic] 'null' values are not allowed", good=YAML),
    Row("a dependency has no value", "Resources/Queue/DependsOn", [None], "[/Resources/Queue/DependsOn/0] 'null' values are not allowed"),
    Row("a section is unknown", "Resourcen", {}, "Invalid template property or properties [Resourcen]"),
    Row("the version is another", "AWSTemplateFormatVersion", "2010-09-10", "unsupported value for AWSTemplateFormatVersion"),
    Row("the description is too long", "Description", "x" * 1025, "'Description' length is greater than 1024"),
    Row("the description is a list", "Description", ["a"], "Description must be a string"),
    Row("there are no resources", "Resources", {}, "At least one Resources member must be defined", good={"Resources": {"T": TOPIC}}),
    Row("the resources are a list", "Resources", [], "unsupported structure"),
    Row("a logical id has a dash", "Resources/Top-ic", TOPIC, "Resource name Top-ic is non alphanumeric"),
    Row("a logical id has 256 letters", f"Resources/{LONG}", TOPIC, "longer than 255 characters"),
    Row("a resource is text", "Resources/Topic2", "AWS::SNS::Topic", "Every Resources member must be an object"),
    Row("a resource has no type", "Resources/Topic/Type", GONE, "Every Resources object must contain a Type member"),
    Row("a resource has an unknown attribute", "Resources/Topic/Depends", "Queue", "Invalid template resource property 'Depends'"),
    Row("a deletion policy is unknown", "Resources/Topic/DeletionPolicy", "Keep", "Unrecognized DeletionPolicy Keep"),
    Row("a replace policy is one of deletion", "Resources/Topic/UpdateReplacePolicy", "RetainExceptOnCreate", "Unrecognized UpdateReplacePolicy"),
    Row("a topic is to leave a snapshot", "Resources/Topic/DeletionPolicy", "Snapshot", "AWS::SNS::Topic does not support deletion policy Snapshot"),
    Row("a dependency is a map", "Resources/Queue/DependsOn", {"Ref": "Topic"}, "Every DependsOn value must be a string"),
    Row("a condition is a map", "Resources/Bucket/Condition", {"Ref": "IsProd"}, "Every Condition member must be a string"),
    Row("a condition has an empty name", "Resources/Bucket/Condition", "", "Unresolved condition dependency  in the Resources block"),
    Row("properties are a reference", "Resources/Topic/Properties", {"Ref": "AWS::NoValue"}, "Encountered unsupported property Ref"),
    Row("properties are a list", "Resources/Topic/Properties", [], "Properties must be an object"),
    Row("an output has no value", "Outputs/Arn/Value", GONE, "Every Outputs member must contain a Value object"),
    Row("an output has an unknown member", "Outputs/Arn/Name", "a", "Invalid outputs property : [Name]"),
    Row("an output is a list", "Outputs/Arn/Value", {"Ref": "Zones"}, "The Value field of every Outputs member must evaluate to a String"),
    Row("an export has no name", "Outputs/Arn/Export", {"Value": "a"}, "The Export must contain a Name"),
    Row("an export is named for a resource", "Outputs/Arn/Export", {"Name": {"Ref": "Topic"}}, "Output Arn is malformed"),
    Row("an export is named twice", "Outputs/Noun/Export", {"Name": "n"}, "Duplicate export names [n]", good={"Resources": {"T": TOPIC}, "Outputs": {"Arn": {"Value": "a", "Export": {"Name": "n"}}, "Noun": {"Value": "b"}}}),
    Row("a mapping has one level", "Mappings/Words", {"dev": "development"}, "Every Mappings member must be a map"),
    Row("a mapping holds a map", "Mappings/Words/dev/Noun", {"a": "b"}, "Every Mappings attribute must be a String or a List"),
    Row("a mapping's name has a dash", "Mappings/My-Words", {"dev": {"Noun": "a"}}, "Mapping name My-Words is non alphanumeric"),
    Row("a mapping has 201 attributes", "Mappings/Words/dev", {"Noun": "a", **{f"A{n}": "b" for n in range(200)}}, "Number of attributes of mapping Words is greater than 200"),
    Row("there are 501 resources", "Resources", many(501), "Number of resources, 501, is greater than maximum allowed, 500", good={"Resources": {"T": TOPIC}}),
    Row("there are 201 outputs", "Outputs", {f"O{n}": {"Value": "a"} for n in range(201)}, "Number of outputs, 201, is greater than maximum allowed, 200"),
    Row("there are 201 mappings", "Mappings", {f"M{n}": {"a": {"b": "c"}} for n in range(201)}, "Number of mappings, 201, is greater than maximum allowed, 200", good={"Resources": {"T": TOPIC}}),
    Row("a template has 51,201 bytes", "request/TemplateBody", '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'.ljust(51_201), "Member must have length less than or equal to 51200"),
    Row("a transform is one that is not run", "Transform", "AWS::Serverless-2016-10-31", "not emulated: template section Transform", "NotEmulated"),
    Row("a hook is declared", "Hooks", {}, "not emulated: template section Hooks", "NotEmulated"),
    Row("a creation policy is declared", "Resources/Topic/CreationPolicy", {}, "not emulated: CreationPolicy of Topic", "NotEmulated"),
)  # fmt: skip
