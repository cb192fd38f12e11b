"""Handing a role of the same project to a service."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals

from mlops_templates.duties.own import own
from mlops_templates.model import Permission
from mlops_templates.naming import role_arn


def pass_own(noun: str, *services: str) -> Permission:
    to: str | list[str] = list(services) if len(services) > 1 else services[0]
    return Permission(("iam:PassRole",), (own(role_arn(noun)),), Condition(StringEquals({"iam:PassedToService": to})))
