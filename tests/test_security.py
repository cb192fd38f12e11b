"""docs/security.md tells all: what no tag binds to a project, what scanners are told to pass over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cfnlint.decode.cfn_yaml import load

from tests.checkout import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TEMPLATES = sorted((ROOT / "cloudformation").glob("*.yaml"))
SUPPRESSED = re.compile(r"(?i)checkov:skip=|cfn-lint:|nosec|nag:")
"""What scanners read in comments. Our templates have no comment but the first line."""

Document = dict[str, Any]
Row = tuple[list[str], list[str]]
"""Patterns of actions, and of resources without "arn:partition:service:region:account:"."""


@cache
def document(path: Path) -> Document:
    return dict(load(str(path)))


def resources(path: Path) -> dict[str, Document]:
    return dict(document(path)["Resources"])


def rows_below(line: str) -> list[list[str]]:
    """The cells of the table that follows the line."""
    table = PAGE.partition(line)[2].partition("\n|")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in table.splitlines()[2:]]


def statements(path: Path) -> Iterator[Document]:
    for resource in resources(path).values():
        yield from resource["Properties"]["PolicyDocument"]["Statement"]


def listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def of_no_project() -> set[tuple[str, str]]:
    """Action and resource of the shared policies, where neither resource nor condition reads a tag of the role."""
    return {
        (str(action), name(resource))
        for statement in statements(ROOT / "cloudformation" / "0-use-policies.yaml")
        if "PrincipalTag" not in json.dumps(statement.get("Condition", ""))
        for resource in listed(statement["Resource"])
        if "PrincipalTag" not in json.dumps(resource)
        for action in listed(statement["Action"])
    }


def name(resource: Any) -> str:
    text = str(resource["Fn::Sub"] if isinstance(resource, dict) else resource)
    return re.sub(r"\$\{.*?\}", "", text).split(":", 5)[-1]


def suppressions(path: Path) -> Iterator[tuple[str, str]]:
    """Id of the check and logical id, for all that the metadata of resources tells scanners to pass over."""
    for logical_id, resource in resources(path).items():
        for told in resource.get("Metadata", {}).values():
            for words in re.findall(r"[A-Z][A-Za-z]*[_-]?[A-Z0-9_]*\d+", json.dumps(told)):
                yield words, logical_id


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def unbound_rows() -> list[Row]:
    return [
        (words(row[0]), words(row[1]))
        for row in rows_below("This is all of them in the shared policies; a test compares:")
    ]


def fits(row: Row, action: str, resource: str) -> bool:
    actions, patterns = row
    return any(fnmatchcase(action, each) for each in actions) and any(
        each == resource or (each != "*" and fnmatchcase(resource, each)) for each in patterns
    )


def test_what_no_tag_binds_to_a_project_is_told() -> None:
    unbound = of_no_project()
    assert ("sagemaker:CreateTrainingJob", "training-job/pipelines-*") in unbound
    assert [pair for pair in sorted(unbound) if not any(fits(row, *pair) for row in unbound_rows())] == []


def test_nothing_is_told_that_a_tag_binds() -> None:
    unbound = of_no_project()
    for row in unbound_rows():
        for action in row[0]:
            assert any(fits(([action], row[1]), *pair) for pair in unbound), action
        for resource in row[1]:
            assert any(fits((row[0], [resource]), *pair) for pair in unbound), resource


def test_every_suppression_is_told_with_its_place_and_its_reason() -> None:
    told = {
        (row[0].strip("`"), *re.findall(r"`([^`]+)`", row[1])) for row in rows_below("The one suppression") if row[2]
    }
    assert told == {(check, where, path.name) for path in TEMPLATES for check, where in suppressions(path)}
    assert len(told) == 1


def without_boundary(path: Path) -> list[str]:
    roles = {name: one["Properties"] for name, one in resources(path).items() if one["Type"] == "AWS::IAM::Role"}
    return [name for name, role in roles.items() if "PermissionsBoundary" not in role]


def test_every_role_without_a_boundary_is_told_with_its_reason_and_no_other() -> None:
    rows = [row for row in rows_below("These roles have none,") if row[2]]
    told = {(role, file) for row in rows for role in words(row[0]) for file in words(row[1])}
    unbound = {(role, path.stem) for path in TEMPLATES for role in without_boundary(path)}
    assert unbound
    assert [one for one in sorted(unbound) if not any(all(map(fnmatchcase, one, each)) for each in told)] == []
    assert [each for each in sorted(told) if not any(all(map(fnmatchcase, one, each)) for one in unbound)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_comment_and_no_metadata_hides_a_finding_of_a_whole_template(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [line for line in text.splitlines()[1:] if line.lstrip().startswith("#")]
    assert not SUPPRESSED.search(text)
    assert "cfn-lint" not in document(path).get("Metadata", {})


def test_no_settings_of_a_scanner_hide_a_finding() -> None:
    settings = (".cfnlintrc*", ".checkov.y*ml", ".cfn_nag*")
    assert [path.name for each in settings for path in ROOT.glob(each)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_nobody_can_bring_tags_of_a_session_to_a_role(path: Path) -> None:
    roles = [one["Properties"] for one in resources(path).values() if one["Type"] == "AWS::IAM::Role"]
    trusts = [trust for role in roles for trust in role["AssumeRolePolicyDocument"]["Statement"]]
    allowed = {str(action) for trust in trusts for action in listed(trust["Action"])}
    assert allowed <= {"sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_policy_is_inline_or_of_aws(path: Path) -> None:
    for resource in resources(path).values():
        if resource["Type"] == "AWS::IAM::Role":
            assert "Policies" not in resource["Properties"]
            assert ":iam::aws:policy" not in json.dumps(resource["Properties"])
