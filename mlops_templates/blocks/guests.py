"""Accounts besides that of the project, whose foundation roles may use what the project keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awacs.aws import ArnLike, AWSPrincipal, Condition
from troposphere import AWSHelperFn

from mlops_templates.naming import IAM_PATH


@dataclass(frozen=True)
class Guests:
    """Accounts, and the roles of the target-account foundation in them: all, or those of a duty."""

    accounts: Sequence[AWSHelperFn]
    duty: str = ""

    @property
    def principal(self) -> AWSPrincipal:
        return AWSPrincipal(list(self.accounts))

    @property
    def condition(self) -> Condition:
        roles = f"arn:*:iam::*:role{IAM_PATH}mlops-templates-target-{self.duty}*"
        return Condition(ArnLike({"aws:PrincipalArn": roles}))
