"""Every persona that acts on a project, with what IAM lets it do: people, Studio, CI/CD, containers, stage accounts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from mlops_templates.foundations.studio_environment import studio_environment_template
from mlops_templates.foundations.target_account import target_account_template
from mlops_templates.localaws.authorization.policy import Statements, parse
from tests.duties.rights import ACCOUNT, CHURN, Document, Role, role

# Where a role is the same on all floors, that of Repeatable stands for all.
OF_PROJECTS = (
    "branch", "build", "build-pipeline", "deploy-pipeline", "deploy-render", "deploy-stack", "deploy-test", "events",
    "model", "monitor", "scientist", "training",
)  # fmt: skip
OF_STUDIO = ("data-scientist", "lead-data-scientist", "ml-engineer")
OF_STAGES = ("deploy", "model", "monitor", "stack", "test")
UNLIMITED = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


@cache
def everybody() -> dict[str, Role]:
    """The roles by persona; `experimenter` is the scientist of the floor without CI/CD."""
    projects = {noun: role(noun, "repeatable-batch") for noun in OF_PROJECTS}
    studio, stages = studio_environment_template().to_dict(), target_account_template().to_dict()
    return {
        **projects,
        "experimenter": role("scientist", "initial-experiment"),
        **{f"studio {name}": _made(studio, _words(name), None) for name in OF_STUDIO},
        **{f"stage {name}": _made(stages, _words(name), "TargetBoundary") for name in OF_STAGES},
    }


def who_may(action: str, resource: str, **context: str) -> set[str]:
    return {name for name, judged in everybody().items() if judged.may(action, resource, **context)}


def _words(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _made(template: Document, identifier: str, boundary: str | None) -> Role:
    """A role of a foundation, whose policies are in its own template."""
    properties = CHURN.fill(template["Resources"][f"{identifier}Role"]["Properties"])
    identity = [each for name in properties["ManagedPolicyArns"] for each in _statements(template, name)]
    limit = parse(_document(_statements(template, boundary))) if boundary else parse(UNLIMITED)
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", ())}
    arn = f"arn:aws:iam::{ACCOUNT}:role{properties['Path']}{properties['RoleName']}"
    return Role(arn, tags, _parsed(identity), limit)


def _statements(template: Document, name: str) -> list[Document]:
    found = {each.lower(): resource for each, resource in template["Resources"].items()}[name.lower()]
    stated: list[Document] = CHURN.fill(found["Properties"]["PolicyDocument"]["Statement"])
    return stated


def _parsed(statements: list[Any]) -> Statements:
    return parse(_document(statements))


def _document(statements: list[Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
