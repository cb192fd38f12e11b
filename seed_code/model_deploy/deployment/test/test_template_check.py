import copy
from typing import Any

import cfn_flip
import pytest

from deployment import template_check
from deployment.batch import template as batch
from deployment.errors import DeploymentError
from deployment.real_time import template as real_time
from deployment.test.documents import loaded

GOOD: dict[str, Any] = {
    "Parameters": {"Name": {"Type": "String"}, "Size": {"Type": "Number", "Default": 1}},
    "Conditions": {"IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "2"]}},
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue", "Condition": "IsLarge", "Properties": {"QueueName": {"Ref": "Name"}}},
        "Policy": {
            "Type": "AWS::SQS::QueuePolicy",
            "DependsOn": ["Queue"],
            "Properties": {
                "Queues": [{"Fn::If": ["IsLarge", {"Fn::GetAtt": ["Queue", "Arn"]}, {"Ref": "AWS::NoValue"}]}],
                "PolicyDocument": {
                    "Condition": {"Bool": {"aws:SecureTransport": False}},
                    "Resource": {"Fn::Sub": ["${Queue.Arn}-${!Literal}-${own}", {"own": "x"}]},
                },
            },
        },
    },
    "Outputs": {"Where": {"Value": {"Fn::Sub": "${Name} in ${AWS::Region}"}}},
}
STAGES = {"staging": {"Parameters": {"Name": "a"}}, "prod": {"Parameters": {"Name": "b", "Size": "2"}}}


def faults(change: dict[str, Any], stages: Any = STAGES) -> list[str]:
    document = copy.deepcopy(GOOD)
    for section, entries in change.items():
        document[section].update(entries)
    with pytest.raises(DeploymentError) as error:
        template_check.check(cfn_flip.to_yaml(cfn_flip.dump_json(document)), stages)
    return [line.removeprefix("rendered template: ") for line in str(error.value).splitlines()]


def test_a_template_whose_names_lead_somewhere_passes() -> None:
    template_check.check(cfn_flip.to_yaml(cfn_flip.dump_json(GOOD)), STAGES)


@pytest.mark.parametrize("with_api", [False, True])
@pytest.mark.parametrize("with_monitoring", [False, True])
def test_the_template_of_an_endpoint_passes(with_api: bool, with_monitoring: bool) -> None:
    text = real_time.render(key_type="String", with_api=with_api, with_monitoring=with_monitoring)
    given = dict.fromkeys(loaded(text)["Parameters"], "x")
    template_check.check(text, {"staging": {"Parameters": given}})


def test_the_template_of_batch_inference_passes() -> None:
    text = batch.render(dict.fromkeys(("staging", "prod"), "${KmsKeyArn}"), key_type="String", watches_drift=True)
    given = dict.fromkeys(loaded(text)["Parameters"], "x")
    template_check.check(text, {"prod": {"Parameters": given}})


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("a reference", {"Outputs": {"A": {"Value": {"Ref": "Quue"}}}}, "A names the name Quue, which is not there"),
    ("an attribute", {"Outputs": {"A": {"Value": {"Fn::GetAtt": ["Quue", "Arn"]}}}}, "A names the name Quue"),
    ("an attribute with a dot", {"Outputs": {"A": {"Value": {"Fn::GetAtt": "Quue.Arn"}}}}, "A names the name Quue"),
    ("a name in a text", {"Outputs": {"A": {"Value": {"Fn::Sub": "x ${Quue.Arn}"}}}}, "A names the name Quue"),
    ("a condition", {"Outputs": {"A": {"Condition": "IsHuge", "Value": 1}}}, "A names the condition IsHuge"),
    ("a choice", {"Outputs": {"A": {"Value": {"Fn::If": ["IsHuge", 1, 2]}}}}, "A names the condition IsHuge"),
    ("an order", {"Resources": {"A": {"Type": "T", "DependsOn": "Quue"}}}, "A names the name Quue"),
    (
        "a parameter",
        {"Parameters": {"More": {"Type": "String", "Default": ""}}},
        "the parameter More is used by nothing",
    ),
    ("an unused condition", {"Conditions": {"Never": {"Fn::Not": [True]}}}, "the condition Never is used by nothing"),
    ("a large text", {"Outputs": {"A": {"Value": "x" * 52_000}}}, "has 52"),
]


@pytest.mark.parametrize(("change", "line"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_fault_of_the_template_is_named(change: dict[str, Any], line: str) -> None:
    (fault,) = faults(change)
    assert fault.startswith(line)


def test_parameters_that_do_not_fit_the_template_are_named_by_stage() -> None:
    stages = {"staging": {"Parameters": {"Size": "1"}}, "prod": {"Parameters": {"Name": "x" * 5000, "Nmae": "b"}}}
    assert faults({}, stages) == [
        "staging.json has no value for the parameter Name: add it in deployment/",
        "prod.json has a value for Nmae, which is no parameter of the template: remove it",
        "prod.json: the value of Name is longer than 4096 bytes: shorten it",
    ]
