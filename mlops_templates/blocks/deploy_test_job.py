"""Tests what a stage serves by calling it, and sums up the result for the approver."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.build_project import BuildProject, Environment, Workplace, add_build_project
from mlops_templates.duties.deploy_test import DEPLOY_TEST


@dataclass(frozen=True)
class DeployTestJob:
    """Calls what a stage serves."""

    project: BuildProject


def add_deploy_test_job(template: Template, *, workplace: Workplace, environment: Environment) -> DeployTestJob:
    project = add_build_project(
        template,
        DEPLOY_TEST,
        build_spec="tests/build_spec.yml",
        minutes=60,
        workplace=workplace,
        environment={**workplace.environment(), **environment},
    )
    return DeployTestJob(project)
