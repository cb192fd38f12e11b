"""Parameters, their values, and the rules between them."""
# ruff: noqa: E501 - a table, one row a line

from __future__ import annotations

from typing import Any

from tests.localaws.cloudformation.refusals.rows import GONE, GOOD, Row, edited


def given(**values: str) -> dict[str, Any]:
    return {"Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]}


def ruled(assertion: Any) -> Any:
    """A template with one rule."""
    return edited(GOOD, "Rules", {"One": {"Assertions": [{"Assert": assertion, "AssertDescription": "as one wishes"}]}})


def truth(sentence: str, good: Any, bad: Any) -> Row:
    """A rule that holds, and the same with values for which it does not."""
    return Row(
        sentence, "Rules/One/Assertions/0/Assert", bad, "Rule One failed assertion: as one wishes", good=ruled(good)
    )


NOUN, STAGE, ZONES = {"Ref": "Noun"}, {"Ref": "Stage"}, {"Ref": "Zones"}
IS_DATA, IS_PROD = {"Fn::Equals": [NOUN, "data"]}, {"Fn::Equals": [STAGE, "prod"]}
DESCRIBED = edited(GOOD, "Parameters/Noun/ConstraintDescription", "lower case words only")
UNUSED = edited(GOOD, "Parameters/Long", {"Type": "String"})

ROWS = (
    Row("a parameter has no type", "Parameters/Noun/Type", GONE, "Every Parameters object must contain a Type member"),
    Row("a parameter's type is unknown", "Parameters/Noun/Type", "Text", "Unrecognized parameter type: Text"),
    Row("a parameter's type is a list", "Parameters/Noun/Type", [], "Unrecognized parameter type: []"),
    Row("a parameter's type is of a service that is not emulated", "Parameters/Noun/Type", "AWS::EC2::VPC::Id", "not emulated: the parameter type AWS::EC2::VPC::Id", "NotEmulated"),
    Row("a parameter has an unknown member", "Parameters/Noun/Defaults", "a", "Invalid template parameter property 'Defaults'"),
    Row("a parameter has no value", "Parameters/Noun/Default", GONE, "Parameters: [Noun] must have values"),
    Row("a parameter's name has a dash", "Parameters/No-un", {"Type": "String", "Default": "a"}, "Parameter name No-un is non alphanumeric"),
    Row("a default breaks the pattern", "Parameters/Noun/Default", "Data", "Parameter 'Noun' must match pattern [a-z]+"),
    Row("a default fits the pattern only at its beginning", "Parameters/Noun/Default", "data1", "Parameter 'Noun' must match pattern [a-z]+"),
    Row("a default is too short", "Parameters/Noun/Default", "d", "Parameter 'Noun' must contain at least 2 characters"),
    Row("a default is too long", "Parameters/Noun/Default", "datadatadata", "Parameter 'Noun' must contain at most 10 characters"),
    Row("a default is not allowed", "Parameters/Stage/Default", "test", "Parameter 'Stage' must be one of AllowedValues"),
    Row("a default is a list", "Parameters/Zones/Default", ["a", "b"], "Every Default member must be a string"),
    Row("a default is a map", "Parameters/Noun/Default", {"a": "b"}, "Every Default member must be a string"),
    Row("a number is a word", "request/Parameters/0/ParameterValue", "three", "Parameter 'Size' must be a number", request=given(Size="3")),
    Row("a number given is too small", "request/Parameters/0/ParameterValue", "1", "Parameter 'Size' must be a number not less than 2", request=given(Size="2")),
    Row("a number given is too large", "request/Parameters/0/ParameterValue", "6", "Parameter 'Size' must be a number not greater than 5", request=given(Size="5")),
    Row("one of the numbers is a word", "request/Parameters/0/ParameterValue", "1,two", "Parameter 'Weights' must be a number", request=given(Weights="1,2")),
    Row("a value breaks a rule that its author worded", "request/Parameters/0/ParameterValue", "DATA", "Parameter Noun failed to satisfy constraint: lower case words only", request=given(Noun="model"), good=DESCRIBED),
    Row("a value has 4,097 bytes", "request/Parameters/0/ParameterValue", "x" * 4097, "must be at most 4096 bytes", request=given(Long="x" * 4096), good=UNUSED),
    Row("a parameter is given that nobody declared", "request/Parameters/0/ParameterKey", "Nouns", "Parameters: [Nouns] do not exist in the template", request=given(Noun="model")),
    Row("a parameter is given twice", "request/Parameters/1/ParameterKey", "Noun", "Duplicate parameter key: Noun", request=given(Noun="model", Stage="prod")),
    Row("a value is to be kept that never was", "request/Parameters/0", {"ParameterKey": "Noun", "UsePreviousValue": True}, "Cannot specify usePreviousValue as true for a parameter key not in the previous template", request=given(Noun="model")),
    Row("a value is to be kept and is given", "request/Parameters/0/UsePreviousValue", True, "Cannot specify usePreviousValue as true and non empty value", request=given(Noun="model")),
    Row("a parameter is given without a value", "request/Parameters/0", {"ParameterKey": "Noun"}, "Need to specify either usePreviousValue as true or a value", request=given(Noun="model")),
    Row("a pattern is no regular expression", "Parameters/Noun/AllowedPattern", "[a-", "AllowedPattern is not a regular expression"),
    Row("a length is a word", "Parameters/Noun/MinLength", "two", "MinLength must be a number"),
    Row("allowed values are one word", "Parameters/Stage/AllowedValues", "dev", "AllowedValues must be a list of strings"),
    Row("the default of a parameter is not stored", "Parameters/Noun", {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/nobody/wrote/this"}, "Unable to fetch parameters [/nobody/wrote/this] from parameter store for this account."),
    Row("the name of a stored parameter is not there", "Parameters/Noun", {"Type": "AWS::SSM::Parameter::Name", "Default": "/nobody/wrote/this"}, "Unable to fetch parameters [/nobody/wrote/this]"),
    Row("there are 201 parameters", "Parameters", {f"P{n}": {"Type": "String", "Default": "a"} for n in range(201)}, "Number of parameters, 201, is greater than maximum allowed, 200", good={"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}),
    Row("a rule forbids the value", "request/Parameters/0/ParameterValue", "prod", "Rule Careful failed assertion: known nouns", request=given(Stage="dev", Noun="words")),
    truth("two values differ", {"Fn::Equals": [NOUN, "data"]}, {"Fn::Equals": [NOUN, "model"]}),
    truth("one of two assertions fails", {"Fn::And": [IS_DATA, {"Fn::Not": [IS_PROD]}]}, {"Fn::And": [IS_DATA, IS_PROD]}),
    truth("neither of two assertions holds", {"Fn::Or": [IS_DATA, IS_PROD]}, {"Fn::Or": [{"Fn::Not": [IS_DATA]}, IS_PROD]}),
    truth("a list does not contain the value", {"Fn::Contains": [ZONES, "a"]}, {"Fn::Contains": [ZONES, "c"]}),
    truth("a member of a list differs", {"Fn::EachMemberEquals": [["dev"], STAGE]}, {"Fn::EachMemberEquals": [ZONES, "a"]}),
    truth("a member of a list is not among the allowed", {"Fn::EachMemberIn": [ZONES, ["a", "b", "c"]]}, {"Fn::EachMemberIn": [ZONES, ["a"]]}),
    truth("a parameter of a type differs", {"Fn::Contains": [{"Fn::RefAll": "Number"}, "3"]}, {"Fn::Contains": [{"Fn::RefAll": "Number"}, "4"]}),
    truth("only a parameter of another type has the value", {"Fn::Contains": [{"Fn::RefAll": "String"}, "data"]}, {"Fn::Contains": [{"Fn::RefAll": "Number"}, "data"]}),
    Row("a rule has no assertions", "Rules/Careful/Assertions", GONE, "Rule Careful must contain a list of Assertions"),
    Row("an assertion asserts nothing", "Rules/Careful/Assertions/0/Assert", GONE, "Every assertion must contain an Assert"),
    Row("a rule has an unknown member", "Rules/Careful/Condition", "IsProd", "Invalid rule property 'Condition'"),
    Row("a rule asks for a resource", "Rules/Careful/RuleCondition", {"Fn::Equals": [{"Ref": "Topic"}, "a"]}, "Unresolved dependencies [Topic]. Cannot reference resources in the Rules block"),
    Row("a rule joins words", "Rules/Careful/RuleCondition", {"Fn::Equals": [{"Fn::Join": ["", ["a"]]}, "a"]}, "unsupported function: Fn::Join in the rule Careful"),
    Row("a rule asks for an attribute of a network", "Rules/Careful/RuleCondition", {"Fn::Equals": [{"Fn::ValueOf": ["Noun", "VpcId"]}, "a"]}, "not emulated: Fn::ValueOf", "NotEmulated"),
    Row("a rule's condition is a word", "Rules/Careful/RuleCondition", "IsProd", "must be a function that gives true or false"),
)  # fmt: skip
