"""The architecture diagram of a template as Mermaid text: drawn from its wiring, so it cannot be out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlops_templates.synth.description import in_run_order

Resources = dict[str, dict[str, Any]]

SHAPES = {
    "AWS::CodeCommit::Repository": '[("{}")]',
    "AWS::SageMaker::ModelPackageGroup": '[("{}")]',
    "AWS::SNS::Topic": '>"{}"]',
}


def mermaid(document: dict[str, Any]) -> str:
    """A left-to-right flowchart: what starts a pipeline, its stages, and what they make."""
    resources: Resources = document["Resources"]
    lines = ["flowchart LR", *_nodes(resources)]
    rules = [line for _, rule in _of_type(resources, "AWS::Events::Rule") for line in _rule(rule, resources)]
    lines += dict.fromkeys(rules)
    for name, pipeline in _of_type(resources, "AWS::CodePipeline::Pipeline"):
        lines += _pipeline(name, pipeline, resources)
    return "\n".join(lines) + "\n"


def _nodes(resources: Resources) -> Iterator[str]:
    for name, resource in resources.items():
        if resource["Type"] in SHAPES:
            yield f"  {name}{SHAPES[resource['Type']].format(_words(name))}"


def _pipeline(name: str, pipeline: dict[str, Any], resources: Resources) -> Iterator[str]:
    stages = pipeline["Properties"]["Stages"]
    yield f'  subgraph {name}["{_words(name)}"]'
    yield "    direction LR"
    for stage in stages:
        yield f'    {name}{stage["Name"]}["{_stage_words(stage)}"]'
    yield "    " + " --> ".join(f"{name}{stage['Name']}" for stage in stages)
    yield "  end"
    for stage in stages:
        for action in stage["Actions"]:
            yield from _effect(f"{name}{stage['Name']}", action, resources)


def _effect(stage: str, action: dict[str, Any], resources: Resources) -> Iterator[str]:
    """What an action makes or tells outside of its pipeline."""
    configuration = action["Configuration"]
    if "StackName" in configuration:
        target = _text(configuration["StackName"]).rpartition("-")[2]
        yield f'  {target}Endpoint(["{target} endpoint"])'
        yield f"  {stage} -->|CloudFormation| {target}Endpoint"
    if "NotificationArn" in configuration:
        yield f"  {stage} -.->|approval waits| {_reference(configuration['NotificationArn'])}"
    if "ProjectName" in configuration:
        yield from _training(stage, _variables(resources[_reference(configuration["ProjectName"])]), resources)


def _training(stage: str, variables: dict[str, Any], resources: Resources) -> Iterator[str]:
    if "SAGEMAKER_EXECUTION_ROLE_ARN" not in variables:
        return
    bucket = _reference(variables["ML_DATA_BUCKET"])
    yield '  SageMakerPipeline[["SageMaker pipeline"]]'
    yield f'  {bucket}[("{_words(bucket)}")]'
    yield f"  {stage} -->|upserts, runs| SageMakerPipeline"
    yield f"  SageMakerPipeline <-->|data, models, reports| {bucket}"
    for group, _ in _of_type(resources, "AWS::SageMaker::ModelPackageGroup"):
        yield f"  SageMakerPipeline -->|registers| {group}"


def _rule(rule: dict[str, Any], resources: Resources) -> Iterator[str]:
    pattern = rule["Properties"]["EventPattern"]
    for target in rule["Properties"]["Targets"]:
        started = _started(target["Arn"])
        if resources[started]["Type"] == "AWS::CodeBuild::Project":
            yield f'  {started}["{_words(started)}"]'
        yield from (f"  {_reference(source)} -->|push| {started}" for source in pattern.get("resources", []))
        for group, words in _deciding_groups(pattern, resources):
            yield f"  {group} -->|{words}| {started}"


def _started(arn: dict[str, Any]) -> str:
    """The logical id of what the target of a rule is: a pipeline, whose ARN is a text, or a build."""
    return re.findall(r"\$\{(\w+)\}$", str(arn["Fn::Sub"]))[0] if "Fn::Sub" in arn else _reference(arn)


def _deciding_groups(pattern: dict[str, Any], resources: Resources) -> Iterator[tuple[str, str]]:
    detail = pattern.get("detail", {})
    for name, group in _of_type(resources, "AWS::SageMaker::ModelPackageGroup"):
        if group["Properties"]["ModelPackageGroupName"] in detail.get("ModelPackageGroupName", []):
            yield name, " or ".join(detail["ModelApprovalStatus"])


def _variables(project: dict[str, Any]) -> dict[str, Any]:
    variables = project["Properties"]["Environment"]["EnvironmentVariables"]
    return {variable["Name"]: variable["Value"] for variable in variables}


def _of_type(resources: Resources, kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, resource) for name, resource in resources.items() if resource["Type"] == kind]


def _stage_words(stage: dict[str, Any]) -> str:
    actions = ", ".join(_action_words(action) for action in in_run_order(stage))
    return actions if actions == stage["Name"] else f"{stage['Name']}<br/>{actions}"


def _action_words(action: dict[str, Any]) -> str:
    by_a_person = action["ActionTypeId"]["Category"] == "Approval"
    return f"{action['Name']} (a person)" if by_a_person else str(action["Name"])


def _reference(value: Any) -> str:
    """The logical id that a Ref or GetAtt names."""
    [argument] = value.values()
    return str(argument if isinstance(argument, str) else argument[0])


def _text(value: Any) -> str:
    return str(value["Fn::Sub"] if isinstance(value, dict) else value)


def _words(identifier: str) -> str:
    """`ModelBuildRepository` is "Model build repository"."""
    return " ".join(re.findall(r"[A-Z][a-z0-9]*", identifier)).capitalize()
