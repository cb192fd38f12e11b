"""Roles in the accounts of the stages, made by the target-account foundation and trusting our pipelines."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import Sub

from mlops_templates.duties.own import OWN_STAGE_ACCOUNT
from mlops_templates.model import Permission
from mlops_templates.naming import target_role_arn


def assume_in_targets(duty: str) -> Permission:
    """The account is not known to a shared policy: each target account says in the role's trust whom it lets in."""
    return Permission(("sts:AssumeRole",), (Sub(target_role_arn(duty, account="*")),))


def assume_in_own_target(*duties: str) -> Permission:
    """Only in the account with which the role is tagged."""
    roles = tuple(Sub(target_role_arn(duty, account="*")) for duty in duties)
    return Permission(("sts:AssumeRole",), roles, Condition(StringEquals({"aws:ResourceAccount": OWN_STAGE_ACCOUNT})))
