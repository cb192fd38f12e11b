"""The embedded AWS of a test session: it hands out accounts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, field

from mlops_templates.localaws.handle import LocalAws
from mlops_templates.localaws.reach import Keys
from mlops_templates.localaws.testing.account import LocalAccount
from mlops_templates.localaws.testing.clearing import ENDS, clear
from mlops_templates.localaws.testing.watch import SERVER_LOG, Watch


@dataclass(frozen=True)
class LocalAwsServer:
    """A running server, and the region in which tests act."""

    aws: LocalAws
    region: str
    lent: list[LocalAccount] = field(default_factory=list, repr=False, compare=False)
    """The accounts that were handed out and not given back."""

    @property
    def url(self) -> str:
        return self.aws.url

    def new_account(self, region: str = "") -> LocalAccount:
        """An empty account, and its administrator."""
        account = self.account(str(10**11 + secrets.randbelow(9 * 10**11)), region)
        self.lent.append(account)
        return account

    def take_back(self, account: LocalAccount, services: Collection[str] = tuple(ENDS)) -> None:
        """Let an account be in nobody's way: what runs there for the services ends, and its buckets go."""
        clear(account, services)
        account.close()
        self.lent.remove(account)

    def account(self, account: str, region: str = "") -> LocalAccount:
        """The account of that id, as its administrator; every account exists."""
        variables = self.aws.environment
        keys = Keys(*(variables[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")))
        home = LocalAccount("", region or self.region, self.url, "", keys)
        member = home.as_role(f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole")
        home.close()
        return member

    def watch(self, account: LocalAccount) -> Watch:
        """Begin to notice what happens, for the account."""
        log = self.aws.state / SERVER_LOG
        size = log.stat().st_size if log.is_file() else 0
        return Watch(self.aws.state, account.id, account.region, size, time.time())
