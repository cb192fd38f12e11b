"""Provider schemas: types, breaches, replacement, attributes."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from mlops_templates.localaws.cloudformation.engine.difference import property_changes
from mlops_templates.localaws.cloudformation.schema.problems import problems
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.localaws.cloudformation.schema.resource import known_type
from mlops_templates.localaws.cloudformation.schema.typed import typed
from mlops_templates.localaws.cloudformation.template.unknown import Unknown
from mlops_templates.localaws.cloudformation.types import RESOURCE_TYPES

ROOT: dict[str, Any] = {"definitions": {"Name": {"type": "string", "minLength": 2, "pattern": "^[a-z]+$"}}}

BREACHES: list[tuple[dict[str, Any], Any, str]] = [
    ({"type": "integer", "minimum": 2}, 1, "1 is not greater or equal to 2"),
    ({"type": "integer", "maximum": 2}, 3, "3 is not less or equal to 2"),
    ({"type": "boolean"}, "perhaps", "expected type: Boolean, found: String"),
    ({"type": "array", "maxItems": 1}, [1, 2], "expected maxItems: 1, actual: 2"),
    ({"type": "array", "items": {"$ref": "#/definitions/Name"}}, ["ab", "a"], "#/1: expected minLength: 2, actual: 1"),
    ({"$ref": "#/definitions/Name"}, "A-", "does not match pattern"),
    ({"const": 1}, 2, "2 is not 1"),
    ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, "no subschema matched out of the total 2"),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"a": 1, "b": 2}, "2 subschemas matched instead of one"),
    ({"type": "array", "uniqueItems": True}, ["a", "b", "a"], "array items are not unique"),
    ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "property [b] is required when [a] is given"),
    ({"dependentExcluded": {"a": ["b"]}}, {"a": 1, "b": 2}, "property [b] is not permitted beside [a]"),
    ({"requiredXor": ["b", "a"]}, {"c": 1}, "exactly one of ['a', 'b'] is required"),
    ({"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": False}, {"y": 1}, "extraneous key"),
]


@pytest.mark.parametrize(("schema", "value", "words"), BREACHES, ids=lambda item: str(item)[:40])
def test_a_breach_of_a_schema_is_named(schema: dict[str, Any], value: Any, words: str) -> None:
    (found,) = problems(value, schema, ROOT)
    assert words in found


def test_a_value_that_is_not_known_yet_is_no_breach() -> None:
    assert list(problems(Unknown(frozenset()), {"type": "integer"}, ROOT)) == []


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("integer", "5", 5),
        ("number", "0.5", 0.5),
        ("boolean", "True", True),
        ("string", False, "false"),
        ("string", 5, "5"),
    ],
)
def test_text_becomes_what_the_schema_wants(kind: str, value: Any, expected: Any) -> None:
    converted = typed(value, {"type": kind}, ROOT)
    assert (converted, type(converted)) == (expected, type(expected))


def test_every_emulated_type_has_a_schema_and_honours_only_properties_of_it() -> None:
    for name in RESOURCE_TYPES:
        schema = schema_of(name)
        assert schema is not None, name
        unknown = (known_type(name).properties or frozenset()) - set(schema.document["properties"])
        assert not unknown, f"{name} {unknown}"


HANDS_ALL_ON = {
    "AWS::CodeBuild::Project",
    "AWS::CodePipeline::Pipeline",
    "AWS::SageMaker::Endpoint",
    "AWS::SageMaker::EndpointConfig",
    "AWS::SageMaker::Model",
    "AWS::SageMaker::Pipeline",
}
"""Types that make one request of all their properties; what that request means is said in `localaws.members`."""


def test_every_other_type_names_the_properties_that_it_honours() -> None:
    silent = {name for name, kind in RESOURCE_TYPES.items() if kind.properties is None}
    assert silent - {"AWS::CloudFormation::WaitConditionHandle"} == HANDS_ALL_ON


REPOSITORY = "AWS::SageMaker::CodeRepository"


@pytest.mark.parametrize(
    ("kind", "old", "new", "replaces"),
    [
        ("AWS::SQS::Queue", {"QueueName": "a"}, {"QueueName": "b"}, True),
        ("AWS::SQS::Queue", {"DelaySeconds": 1}, {"DelaySeconds": 2}, False),
        ("AWS::KMS::Key", {"KeySpec": "RSA_2048"}, {"KeySpec": "RSA_4096"}, True),
        (REPOSITORY, {"GitConfig": {"RepositoryUrl": "a"}}, {"GitConfig": {"RepositoryUrl": "b"}}, True),
        (REPOSITORY, {"GitConfig": {"SecretArn": "a"}}, {"GitConfig": {"SecretArn": "b"}}, False),
    ],
)
def test_replacement_follows_the_schema_and_the_type(
    kind: str, old: dict[str, Any], new: dict[str, Any], replaces: bool
) -> None:
    (change,) = property_changes(kind, old, new)
    assert change.replaces is replaces


def test_the_schemas_are_read_without_importing_cfn_lint() -> None:
    code = (
        "import sys; from mlops_templates.localaws.cloudformation.schema.provider import schema_of;"
        "assert schema_of('AWS::S3::Bucket').create_only; assert 'cfnlint' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
