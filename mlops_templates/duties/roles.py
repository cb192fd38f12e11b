"""Handing a role of the same project to a service."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import AWSHelperFn, Sub

from mlops_templates.duties.own import own
from mlops_templates.model import Permission
from mlops_templates.naming import role_arn


def pass_own(noun: str, *services: str) -> Permission:
    return _pass(own(role_arn(noun)), services)


def pass_project(noun: str, *services: str) -> Permission:
    """For a policy of the project itself, which knows its name."""
    return _pass(Sub(role_arn(noun)), services)


def _pass(role: AWSHelperFn, services: tuple[str, ...]) -> Permission:
    to: str | list[str] = list(services) if len(services) > 1 else services[0]
    return Permission(("iam:PassRole",), (role,), Condition(StringEquals({"iam:PassedToService": to})))
