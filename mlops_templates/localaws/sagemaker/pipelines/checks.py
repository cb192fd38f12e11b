"""What a definition must keep to: unique names, references that resolve, conditions that exist, no circle."""

import re
from collections.abc import Iterable
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines import parameters
from mlops_templates.localaws.sagemaker.pipelines.conditions import MEMBERS
from mlops_templates.localaws.sagemaker.pipelines.definition import Definition, Step
from mlops_templates.localaws.sagemaker.pipelines.graph import nodes
from mlops_templates.localaws.sagemaker.pipelines.properties import check_property
from mlops_templates.localaws.sagemaker.pipelines.reading import unparsable
from mlops_templates.localaws.sagemaker.pipelines.references import Reference, references

EXECUTION_VARIABLES = {
    "StartDateTime", "CurrentDateTime", "PipelineName", "PipelineArn", "PipelineExecutionId", "PipelineExecutionArn",
    "TrainingJobName", "ProcessingJobName", "TransformJobName",
}  # fmt: skip
STEP_NAME = re.compile(r"[A-Za-z0-9\-_]{1,64}")


def check(definition: Definition) -> None:
    """Refuse a definition that cannot be executed."""
    steps = list(definition.every_step())
    _check_unique("step", [step.name for step in steps])
    _check_unique("parameter", [parameter.name for parameter in definition.parameters])
    for parameter in definition.parameters:
        parameters.check_default(parameter)
    for step in steps:
        _check_step(step, definition)
    _check_order(definition)


def _check_unique(what: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise unparsable(f"Found duplicate {what} name: {twice[0]}.")


def _check_step(step: Step, definition: Definition) -> None:
    if not STEP_NAME.fullmatch(step.name):
        raise unparsable(f"Step name '{step.name}' must be letters, digits, '-' and '_', at most 64.")
    if step.type == "Condition":
        _check_conditions(step.arguments.get("Conditions"), step.name)
    if step.property_files and step.type != "Processing":
        raise unparsable(f"Step {step.name} is not a processing step and has no property files.")
    known = {other.name: other for other in definition.every_step()}
    for name in step.depends_on:
        if name not in known:
            raise unparsable(f"Step {step.name} depends on '{name}', which does not exist.")
    for reference in references(step.arguments):
        _check_reference(reference, step, known, [parameter.name for parameter in definition.parameters])


def _check_reference(reference: Reference, step: Step, steps: dict[str, Step], names: Iterable[str]) -> None:
    text = f"{reference.kind}.{reference.name}{'.' if reference.path else ''}{reference.path}"
    if reference.kind == "Steps" and reference.name in steps:
        target = steps[reference.name]
        if reference.property_file:
            found = reference.property_file in [file.name for file in target.property_files]
        else:
            found = check_property(target.type, reference.path)
    else:
        found = (reference.kind == "Parameters" and reference.name in names) or (
            reference.kind == "Execution" and reference.name in EXECUTION_VARIABLES
        )
    if not found:
        raise unparsable(f"Step {step.name} refers to '{text}', which does not exist.")


def _check_conditions(conditions: Any, step: str) -> None:
    if not isinstance(conditions, list) or not conditions:
        raise unparsable(f"Condition step {step} needs Conditions.")
    for condition in conditions:
        _check_condition(condition, step)


def _check_condition(condition: Document, step: str) -> None:
    kind = condition.get("Type")
    if kind not in MEMBERS:
        raise unparsable(f"Condition step {step} has a condition of unknown type '{kind}'.")
    if set(condition) != MEMBERS[kind]:
        raise unparsable(f"A condition {kind} of step {step} has the members {', '.join(sorted(MEMBERS[kind]))}.")
    if kind == "Not":
        _check_condition(condition["Expression"], step)
    if kind == "Or":
        _check_conditions(condition["Conditions"], step)


def _check_order(definition: Definition) -> None:
    """Refuse steps that wait for each other in a circle."""
    waiting = {name: node.needs | ({node.parent} if node.parent else set()) for name, node in nodes(definition).items()}
    while free := [name for name, needs in waiting.items() if not needs & set(waiting)]:
        for name in free:
            del waiting[name]
    if waiting:
        raise unparsable(f"The steps {', '.join(sorted(waiting))} depend on each other in a cycle.")
