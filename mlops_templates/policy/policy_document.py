"""Reads policy documents in templates, whichever of the allowed spellings they use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfnlint.template import Template

from mlops_templates.naming import boundary_name

Path = list[str | int]
Statement = dict[str, Any]


def listed(value: Any) -> list[Any]:
    """IAM takes one value without its list."""
    return list(value) if isinstance(value, list) else [value]


def statements(document: dict[str, Any]) -> list[Statement]:
    return listed(document.get("Statement", []))


def actions(statement: Statement) -> set[str]:
    return {str(action) for action in listed(statement.get("Action", []))}


def identity_statements(cfn: Template) -> Iterator[tuple[Path, Statement]]:
    """Every statement that says what a role may do, with its place in the template."""
    for path, document in _documents(cfn):
        for index, statement in enumerate(statements(document)):
            yield [*path, "Statement", index], statement


def _documents(cfn: Template) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name, policy in cfn.get_resources(["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"]).items():
        # A permissions boundary grants nothing, so it may speak in wildcards.
        if policy["Properties"].get("ManagedPolicyName") != {"Fn::Sub": boundary_name()}:
            yield ["Resources", name, "Properties", "PolicyDocument"], policy["Properties"]["PolicyDocument"]
    for name, role in cfn.get_resources(["AWS::IAM::Role"]).items():
        for index, policy in enumerate(role.get("Properties", {}).get("Policies", [])):
            yield ["Resources", name, "Properties", "Policies", index, "PolicyDocument"], policy["PolicyDocument"]
