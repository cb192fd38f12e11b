"""What the policies of our templates are made of is known here: actions, operators and condition keys."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest

from mlops_templates.data import data_folder
from mlops_templates.localaws.authorization.asking import keys
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.conditions import holds
from mlops_templates.localaws.authorization.policy import Condition
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.authorization.reference import actions_named, is_action
from mlops_templates.localaws.cloudformation.template.reading import read_template

PLACE = Place("111111111111", "eu-west-1")
ROLE = "arn:aws:iam::111111111111:role/r"
WORKER = Caller("arn:aws:sts::111111111111:assumed-role/r/s", "111111111111", ROLE)
EVENTS = Caller("events.amazonaws.com", "111111111111", service="events.amazonaws.com", source_arn="arn:aws:events:x")
POLICY = {"RoleName": "r", "PolicyArn": "arn:aws:iam::1:policy/p"}
TRAINING = {"ResourceConfig": {"InstanceType": "ml.m5.large"}, "VpcConfig": {"Subnets": ["subnet-1"]}}
REMOTE = {"FullRepositoryId": "acme/model"}
TAGS = {"Tags": [{"Key": "sagemaker:project-id", "Value": "p"}]}

SUPPLIED = {
    "aws:PrincipalArn": keys.of_caller(WORKER, PLACE),
    "aws:ResourceAccount": keys.of_resource("iam", ROLE, WORKER, lambda arn: {}),
    "codecommit:References": keys.of_request("codecommit", "GitPush", {"references": ["refs/heads/main"]}),
    "codeconnections:FullRepositoryId": keys.of_request("codeconnections", "UseConnection", REMOTE),
    "codestar-connections:FullRepositoryId": keys.of_request("codestar-connections", "UseConnection", REMOTE),
    "iam:PolicyARN": keys.of_request("iam", "AttachRolePolicy", POLICY),
    "sagemaker:InstanceTypes": keys.of_request("sagemaker", "CreateTrainingJob", TRAINING),
    "sagemaker:VpcSubnets": keys.of_request("sagemaker", "CreateTrainingJob", TRAINING),
    "aws:SourceArn": keys.of_caller(EVENTS, PLACE),
    "aws:SourceAccount": keys.of_caller(EVENTS, PLACE),
    "aws:SecureTransport": keys.of_caller(WORKER, PLACE),
    "aws:RequestTag/sagemaker:project-id": keys.of_request("kms", "CreateKey", TAGS),
    "iam:PermissionsBoundary": keys.of_request("iam", "CreateRole", {"PermissionsBoundary": "arn:aws:iam::1:policy/b"}),
    "cloudwatch:namespace": keys.of_request("cloudwatch", "PutMetricData", {"Namespace": "mine"}),
    "kms:GrantIsForAWSResource": keys.of_request("kms", "CreateGrant", {}),
}
"""Keys, and what a request that has them supplies."""

SHOWN_ELSEWHERE = {
    "aws:ResourceTag/sagemaker:project-id": "test_denied_calls: a tag on the resource decides",
    "iam:PassedToService": "test_passed_roles",
    "kms:EncryptionContext:aws:logs:arn": "test_log_keys",
    "kms:ViaService": "test_key_uses",
    "s3:ExistingObjectTag/servicecatalog:provisioning": "test_denied_calls: an object without the tag",
}
"""Keys that depend on what is held, and where they are tried over HTTP."""

ABSENT = {
    "aws:PrincipalOrgID": "there are no organizations",
    "sagemaker:OwnerUserProfileArn": "spaces of Studio do not exist",
    "servicecatalog:userLevel": "absent, as `local status` tells",
    "token.actions.githubusercontent.com:aud": "sts:AssumeRoleWithWebIdentity is refused as not emulated",
    "token.actions.githubusercontent.com:sub": "sts:AssumeRoleWithWebIdentity is refused as not emulated",
}
"""Keys that no request has here, and why."""


@cache
def statements() -> tuple[dict[str, Any], ...]:
    templates = [
        read_template(path.read_text(encoding="utf-8")) for path in data_folder("cloudformation").glob("*.yaml")
    ]
    assert templates
    return tuple(statement for template in templates for statement in _statements(template))


def _statements(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "Effect" in value:
            yield value
        for inner in value.values():
            yield from _statements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _statements(inner)


def conditions() -> list[tuple[str, str]]:
    found = {
        (operator, key)
        for statement in statements()
        for operator, lines in statement.get("Condition", {}).items()
        for key in _keys(lines)
    }
    return sorted(found)


def _keys(lines: Any) -> Iterator[str]:
    """The keys of a condition, of every branch where the template chooses."""
    for key, value in lines.items():
        if key == "Fn::If":
            yield from (each for branch in value[1:] if "Ref" not in branch for each in _keys(branch))
        else:
            yield key


@pytest.mark.parametrize(("operator", "key"), conditions())
def test_every_condition_is_evaluated(operator: str, key: str) -> None:
    value = Condition(operator, key.lower(), ("a",))
    assert holds(value, {}) is not None
    if key in SUPPLIED:
        assert key.lower() in SUPPLIED[key]
    else:
        assert key in {**SHOWN_ELSEWHERE, **ABSENT}


def test_no_key_is_listed_that_no_template_has() -> None:
    assert {*SUPPLIED, *SHOWN_ELSEWHERE, *ABSENT} <= {key for _, key in conditions()}


def test_every_action_is_one_that_iam_knows() -> None:
    named = [statement.get("Action", statement.get("NotAction")) for statement in statements()]
    actions = {action for given in named for action in (given if isinstance(given, list) else [given])}
    unknown = [action for action in actions if "*" not in action and not is_action(*action.split(":"))]
    assert unknown == []
    assert [action for action in actions if "*" in action and not _means_any(action)] == []


def _means_any(pattern: str) -> bool:
    service, _, name = pattern.partition(":")
    return any(fnmatchcase(action, name.lower()) for action in actions_named(service))
