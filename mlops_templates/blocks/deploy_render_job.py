"""Renders the stage stacks of the newest approved version, from the model_deploy repository."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.build_project import BuildProject, Environment, Workplace, add_build_project
from mlops_templates.duties.deploy_render import DEPLOY_RENDER


@dataclass(frozen=True)
class DeployRenderJob:
    """Turns a model version and a configuration into a template."""

    project: BuildProject


def add_deploy_render_job(template: Template, *, workplace: Workplace, environment: Environment) -> DeployRenderJob:
    project = add_build_project(
        template,
        DEPLOY_RENDER,
        build_spec="build_spec.yml",
        minutes=30,
        workplace=workplace,
        environment={**workplace.environment(), **environment},
    )
    return DeployRenderJob(project)
