"""The model execution role: what the container that serves a model runs with."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Role, add_role
from mlops_templates.duties.model import MODEL


@dataclass(frozen=True)
class ModelRole:
    """Serves a model."""

    role: Role


def add_model_role(template: Template, *, key: Key) -> ModelRole:
    return ModelRole(add_role(template, MODEL, key=key))
