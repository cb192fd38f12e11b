"""The role with which EventBridge starts the pipelines of a project, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.pipeline import Pipeline
from mlops_templates.blocks.role import Role, add_role


@dataclass(frozen=True)
class StarterRole:
    """May start the named pipelines."""

    role: Role


def add_starter_role(template: Template, *, pipelines: Sequence[Pipeline]) -> StarterRole:
    role = add_role(
        template,
        noun="events",
        duty="EventBridge starts the build and deploy pipelines",
        service="events.amazonaws.com",
        permissions=[pipeline.start() for pipeline in pipelines],
    )
    return StarterRole(role)
