"""The execution role of each persona: what a person may do from Studio.

Nobody deploys from here: SageMaker pipelines are made by CI/CD, unless the account is one for experiments.
"""

from __future__ import annotations

from troposphere import AWSHelperFn, Template

from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.studio_environment.code import change_code, merge_code, read_code
from mlops_templates.foundations.studio_environment.data import read_data, write_data
from mlops_templates.foundations.studio_environment.delivery import approve_models, release, watch_delivery
from mlops_templates.foundations.studio_environment.experiments import run_jobs, try_endpoints
from mlops_templates.foundations.studio_environment.project_life import start_projects
from mlops_templates.foundations.studio_environment.workplace import use_workplace
from mlops_templates.model import Permission
from mlops_templates.naming import REGION

PERSONAS = ("data-scientist", "lead-data-scientist", "ml-engineer")


def add_personas(template: Template, *, key: AWSHelperFn) -> dict[str, AWSHelperFn]:
    """The role of each persona, by its name."""
    return {persona: _add_role(template, persona, key) for persona in PERSONAS}


def _add_role(template: Template, persona: str, key: AWSHelperFn) -> AWSHelperFn:
    return add_foundation_role(
        template,
        FoundationRole(
            "".join(word.capitalize() for word in persona.split("-")),
            name=studio_role(persona),
            duty=f"Studio of a {persona.replace('-', ' ')}",
            trust=trusts_service("sagemaker.amazonaws.com"),
            permissions=use_workplace(persona, key),
            more=tuple(_more(persona)),
        ),
    )


def studio_role(persona: str) -> str:
    return f"mlops-templates-studio-{persona}-{REGION}"


def _more(persona: str) -> list[tuple[str, tuple[Permission, ...]]]:
    """What that persona does besides, by what it is about."""
    if persona == "data-scientist":
        return [("work", (*change_code(), *read_data(), *write_data(), *run_jobs(studio_role(persona))))]
    if persona == "ml-engineer":
        return [
            ("work", (*change_code(), *merge_code(), *read_data(), *run_jobs(studio_role(persona)))),
            ("delivery", (*watch_delivery(), *try_endpoints(), release())),
        ]
    return [
        ("work", (*read_code(), *merge_code(), *read_data())),
        ("delivery", (*watch_delivery(), *try_endpoints(), release(), *approve_models())),
        ("projects", start_projects()),
    ]
