"""The way into accounts: the one whose credentials these are, and others by a role of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.caller import caller_account
from mlops_templates.publish.clients import SERVICES, Clients, client_of, open_session
from mlops_templates.publish.problems import explained

DEFAULT_ROLE = "OrganizationAccountAccessRole"
"""What AWS Organizations makes in a new account for the one that manages it."""


class ClosedAccountError(MlopsTemplatesError):
    """An account could not be entered, so nobody looked what is in it."""


@dataclass(frozen=True)
class Account:
    """An account that has been entered, in one region."""

    id: str
    session: boto3.session.Session
    keys: Mapping[str, str] | None = None
    """Those that its role gave; without any, those of the session, whose knowledge of AWS all accounts share."""
    made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def clients(self) -> Clients:
        return Clients(*(self.client(service) for service in SERVICES))

    def client(self, service: str) -> Any:
        if service not in self.made:
            self.made[service] = client_of(self.session, service, self.keys)
        return self.made[service]

    @property
    def region(self) -> str:
        return str(self.session.region_name)


@dataclass(frozen=True)
class Access:
    """The governance account, and the role by which one enters others from there."""

    governance: Account
    role: str = DEFAULT_ROLE

    def enter(self, account: str) -> Account:
        """The account, as its role sees it; the governance account as the caller sees it.

        Raises:
            ClosedAccountError: the role is not there, or does not trust the caller.
        """
        if account == self.governance.id:
            return self.governance
        partition = self.governance.session.get_partition_for_region(self.governance.region)
        arn = f"arn:{partition}:iam::{account}:role/{self.role}"
        try:
            with explained(f"enter account {account} as {self.role}"):
                sts = self.governance.clients.sts
                keys = sts.assume_role(RoleArn=arn, RoleSessionName="mlops-templates-teams")["Credentials"]
        except MlopsTemplatesError as error:
            raise ClosedAccountError(str(error)) from error
        names = {"AccessKeyId": "aws_access_key_id", "SecretAccessKey": "aws_secret_access_key",
                 "SessionToken": "aws_session_token"}  # fmt: skip
        return Account(account, self.governance.session, {name: keys[given] for given, name in names.items()})


def connect(region: str | None = None, role: str = DEFAULT_ROLE) -> Access:
    """The account of the standard chain of credentials, which is that of governance."""
    session = open_session(region)
    return Access(Account(caller_account(client_of(session, "sts")), session), role)
