"""The role with which EventBridge and its scheduler start what belongs to the project, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Role, add_role
from mlops_templates.duties.events import EVENTS


@dataclass(frozen=True)
class StarterRole:
    """May start the pipelines and branch builds of the project."""

    role: Role


def add_starter_role(template: Template, *, key: Key) -> StarterRole:
    return StarterRole(add_role(template, EVENTS, key=key))
