import pytest

from mlops_templates.localaws.sagemaker.pipelines.conditions import holds
from mlops_templates.localaws.sagemaker.pipelines.expressions import Scope, Unresolved, resolve

JOB = {"Outputs": [{"OutputName": "train", "S3Output": {"S3Uri": "s3://b/train"}}], "Parts": {"a b": [1, 2]}}
SCOPE = Scope(
    {"Depth": 3, "Rate": 0.5, "Flag": True, "Name": "x"},
    {"PipelineName": "p"},
    {"Prepare": JOB},
    lambda step, name: {"metrics": {"auc": {"value": 0.75}}, "rows": [{"n": 7}]},
    lambda uri: {"from": uri},
)


def report(path):
    return {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Evaluate.PropertyFiles.Report"}, "Path": path}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ({"Get": "Parameters.Depth"}, 3),
        ({"Get": "Execution.PipelineName"}, "p"),
        ({"Get": "Steps.Prepare.Outputs['train'].S3Output.S3Uri"}, "s3://b/train"),
        ({"Get": "Steps.Prepare.Outputs[0].OutputName"}, "train"),
        ({"Get": "Steps.Prepare.Parts['a b'][1]"}, 2),
        (
            {"Std:Join": {"On": "/", "Values": ["a", {"Get": "Parameters.Depth"}, {"Get": "Parameters.Rate"}]}},
            "a/3/0.5",
        ),
        ({"Std:Join": {"On": "", "Values": [{"Get": "Parameters.Flag"}]}}, "true"),
        (report("metrics.auc.value"), 0.75),
        (report("rows[0].n"), 7),
        ({"Std:JsonGet": {"S3Uri": "s3://b/x.json", "Path": "from"}}, "s3://b/x.json"),
        ({"Key": [{"Get": "Parameters.Name"}]}, {"Key": ["x"]}),
    ],
)
def test_an_expression_stands_for_a_value(expression, value):
    assert resolve(expression, SCOPE) == value


@pytest.mark.parametrize(
    "expression", [{"Get": "Steps.Prepare.Outputs['test'].S3Output"}, {"Get": "Steps.Later.X"}, report("metrics.f1")]
)
def test_an_expression_without_a_value_says_so(expression):
    with pytest.raises(Unresolved, match="Unable to resolve"):
        resolve(expression, SCOPE)


DEPTH = {"Get": "Parameters.Depth"}
SAME = {"Type": "Equals", "LeftValue": 1, "RightValue": 1}


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ({"Type": "Equals", "LeftValue": DEPTH, "RightValue": 3}, True),
        ({"Type": "GreaterThan", "LeftValue": DEPTH, "RightValue": 3}, False),
        ({"Type": "GreaterThanOrEqualTo", "LeftValue": DEPTH, "RightValue": 3}, True),
        ({"Type": "LessThan", "LeftValue": DEPTH, "RightValue": 3.5}, True),
        ({"Type": "LessThanOrEqualTo", "LeftValue": DEPTH, "RightValue": 2}, False),
        ({"Type": "In", "QueryValue": DEPTH, "Values": [1, {"Get": "Parameters.Depth"}]}, True),
        ({"Type": "Not", "Expression": {"Type": "Equals", "LeftValue": DEPTH, "RightValue": 3}}, False),
        (
            {"Type": "Or", "Conditions": [{**SAME, "RightValue": 2}, SAME]},
            True,
        ),
    ],
)  # fmt: skip
def test_a_condition_holds_or_not(condition, outcome):
    assert holds(condition, SCOPE) is outcome


def test_a_text_is_not_compared_with_a_number():
    with pytest.raises(Unresolved, match="cannot compare"):
        holds({"Type": "LessThan", "LeftValue": "3", "RightValue": 4}, SCOPE)
