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

# What the stack of a stage holds, by what the project deploys.
SERVES = {"real-time": ("endpoint", '(["{}"])'), "batch": ("batch pipeline", '[["{}"]]')}


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
    configuration = action.get("Configuration", {})
    if "StackName" in configuration:
        target = _text(configuration["StackName"]).rpartition("-")[2]
        noun, shape = SERVES[_deployment(resources)]
        node = target + noun.title().replace(" ", "")
        yield f"  {node}{shape.format(f'{target} {noun}')}"
        yield f"  {stage} -->|CloudFormation| {node}"
    if topic := _reference(configuration.get("NotificationArn")):
        yield f"  {stage} -.->|approval waits| {topic}"
    if project := resources.get(_reference(configuration.get("ProjectName"))):
        yield from _training(stage, _variables(project), resources)


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
    pattern = rule["Properties"].get("EventPattern", {})
    started_here = [_started(target["Arn"]) for target in rule["Properties"].get("Targets", ())]
    for started in (each for each in started_here if each in resources):
        if resources[started]["Type"] == "AWS::CodeBuild::Project":
            yield f'  {started}["{_words(started)}"]'
        sources = filter(None, map(_reference, pattern.get("resources", [])))
        yield from (f"  {source} -->|push| {started}" for source in sources)
        for group, words in _deciding_groups(pattern, resources):
            yield f"  {group} -->|{words}| {started}"


def _started(arn: Any) -> str:
    """The logical id of what the target of a rule is: a pipeline, whose ARN is a text, or a build."""
    written = re.findall(r"\$\{(\w+)\}$", _text(arn))
    return str(written[0]) if written else _reference(arn)


def _deciding_groups(pattern: dict[str, Any], resources: Resources) -> Iterator[tuple[str, str]]:
    detail = pattern.get("detail", {})
    for name, group in _of_type(resources, "AWS::SageMaker::ModelPackageGroup"):
        if group["Properties"]["ModelPackageGroupName"] in detail.get("ModelPackageGroupName", []):
            yield name, " or ".join(detail["ModelApprovalStatus"])


def _deployment(resources: Resources) -> str:
    """How models are used: what the builds of the project are told."""
    projects = [_variables(project) for _, project in _of_type(resources, "AWS::CodeBuild::Project")]
    return next((str(told["DEPLOYMENT"]) for told in projects if "DEPLOYMENT" in told), "real-time")


def _variables(project: dict[str, Any]) -> dict[str, Any]:
    variables = project["Properties"].get("Environment", {}).get("EnvironmentVariables", ())
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
    """The logical id that a Ref or GetAtt names; nothing for what is made elsewhere."""
    argument: Any = value.get("Ref", value.get("Fn::GetAtt", "")) if isinstance(value, dict) else ""
    return str(argument if isinstance(argument, str) else argument[0])


def _text(value: Any) -> str:
    """A text as it is written, also in Sub."""
    return str(value.get("Fn::Sub", "") if isinstance(value, dict) else value)


def _words(identifier: str) -> str:
    """`ModelBuildRepository` is "Model build repository"."""
    return " ".join(re.findall(r"[A-Z][a-z0-9]*", identifier)).capitalize()
