"""The IAM actions that CloudFormation needs for a resource type, as its provider schema states them."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

VERBS = ("create", "read", "update", "delete")

# Types from before provider schemas: their schemas name no handler.
WITHOUT_HANDLERS = {
    "AWS::CodeBuild::Project": {
        "create": ("codebuild:CreateProject", "iam:PassRole"),
        "read": ("codebuild:BatchGetProjects",),
        "update": ("codebuild:BatchGetProjects", "codebuild:UpdateProject", "iam:PassRole"),
        "delete": ("codebuild:BatchGetProjects", "codebuild:DeleteProject"),
    },
}


@cache
def _schema_folder() -> Path:
    """Where cfn-lint keeps its schemas, found without importing cfn-lint, which takes a second."""
    found = find_spec("cfnlint")
    if found is None or not found.submodule_search_locations:
        raise MlopsTemplatesError("cfn-lint is not installed: the launch role is derived from its resource schemas.")
    return Path(found.submodule_search_locations[0]) / "data" / "schemas"


@cache
def _schema_digests() -> dict[str, str]:
    text = (_schema_folder() / "providers" / "us-east-1.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def handlers(resource_type: str) -> dict[str, frozenset[str]]:
    """Actions by verb (create, read, update, delete); a type that states none is an error, never an empty right."""
    if resource_type in WITHOUT_HANDLERS:
        stated = WITHOUT_HANDLERS[resource_type]
        return {verb: frozenset(stated[verb]) for verb in VERBS}
    digest = _schema_digests().get(resource_type)
    schema = json.loads((_schema_folder() / "resources" / f"{digest}.json").read_text("utf-8")) if digest else {}
    if not schema.get("handlers"):
        raise MlopsTemplatesError(
            f"No handler permissions are known for {resource_type}: state them in foundations/handlers.py."
        )
    return {verb: frozenset(schema["handlers"].get(verb, {}).get("permissions", ())) for verb in VERBS}
