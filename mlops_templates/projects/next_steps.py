"""What people have to do after a project has moved up: give the pipelines the branch that they read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlops_templates.projects.stack_template import StackTemplate

MAIN = "main"
CODE, BUILD = "AWS::CodeCommit::Repository", "AWS::CodeBuild::Project"
SEEDED_BRANCH = "BRANCH"
"""Environment variable of the build that makes the first commit at a provider outside AWS."""
FULL_NAME = re.compile(r"[\w.-]+(/[\w.-]+)+")


def next_steps(before: StackTemplate, after: StackTemplate) -> tuple[str, ...]:
    """A line each, with the exact command; none where the pipelines find what they read."""
    branch = _begun_on(before)
    if branch == MAIN or _begun_on(after) == branch:
        return ()
    return tuple(
        f"The pipelines read the branch {MAIN} and their first runs fail at Source until it is there: "
        f"in a clone of {repository} run `git push origin {branch}:{MAIN}`."
        for repository in _repositories(before)
    )


def _begun_on(template: StackTemplate) -> str:
    """The branch of the first commit."""
    branches = [*_of_code(template), *_of_seeding(template)]
    return next(iter(branches), MAIN)


def _of_code(template: StackTemplate) -> Iterator[str]:
    for properties in _properties(template, CODE):
        if branch := properties.get("Code", {}).get("BranchName"):
            yield str(branch)


def _of_seeding(template: StackTemplate) -> Iterator[str]:
    for properties in _properties(template, BUILD):
        for variable in properties.get("Environment", {}).get("EnvironmentVariables", ()):
            if variable.get("Name") == SEEDED_BRANCH:
                yield str(variable["Value"])


def _properties(template: StackTemplate, kind: str) -> list[dict[str, Any]]:
    return [dict(one.get("Properties", {})) for one in template.resources.values() if one["Type"] == kind]


def _repositories(template: StackTemplate) -> list[str]:
    """Names of the repositories in CodeCommit, else those that the form names."""
    own = [template.name_of(name, name) for name, one in template.resources.items() if one["Type"] == CODE]
    named = (value for name, value in template.values.items() if name.endswith("Repository"))
    return sorted(own or [value for value in named if FULL_NAME.fullmatch(value)])
