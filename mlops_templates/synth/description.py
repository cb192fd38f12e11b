"""What a template holds, in words: for `show` and for people who read JSON."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ParameterDescription:
    """One field of the form."""

    name: str
    description: str
    default: str | None


@dataclass(frozen=True)
class StageDescription:
    """One stage of a pipeline and its actions, in order."""

    name: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class PipelineDescription:
    """One pipeline."""

    identifier: str
    stages: tuple[StageDescription, ...]


@dataclass(frozen=True)
class TemplateDescription:
    """Parameters, resources by type, pipelines, outputs, and what a deletion leaves."""

    parameters: tuple[ParameterDescription, ...]
    resources: dict[str, list[str]]
    pipelines: tuple[PipelineDescription, ...]
    outputs: dict[str, str]
    retained: tuple[str, ...]


def describe(document: dict[str, Any]) -> TemplateDescription:
    resources = document["Resources"]
    by_type: dict[str, list[str]] = defaultdict(list)
    for identifier, resource in resources.items():
        by_type[resource["Type"]].append(identifier)
    return TemplateDescription(
        parameters=tuple(
            ParameterDescription(name, parameter.get("Description", ""), parameter.get("Default"))
            for name, parameter in document["Parameters"].items()
        ),
        resources=dict(sorted(by_type.items())),
        pipelines=tuple(_pipeline(name, resources[name]) for name in by_type["AWS::CodePipeline::Pipeline"]),
        outputs={name: output.get("Description", "") for name, output in document["Outputs"].items()},
        retained=tuple(name for name, resource in resources.items() if _is_retained(resource)),
    )


def _pipeline(identifier: str, resource: dict[str, Any]) -> PipelineDescription:
    stages = (
        StageDescription(stage["Name"], tuple(action["Name"] for action in in_run_order(stage)))
        for stage in resource["Properties"]["Stages"]
    )
    return PipelineDescription(identifier, tuple(stages))


def in_run_order(stage: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(stage["Actions"], key=lambda action: int(action.get("RunOrder", 1)))


def _is_retained(resource: dict[str, Any]) -> bool:
    return str(resource.get("DeletionPolicy", "Delete")).startswith("Retain")
