"""The embedded AWS of a test session: it hands out accounts."""

from __future__ import annotations

import re
import secrets
import shlex
from dataclasses import dataclass

from mlops_templates.localaws.handle import LocalAws
from mlops_templates.localaws.reach import Keys
from mlops_templates.localaws.testing.account import LocalAccount

SERVER_LOG = "logs/server.log"
CALL = re.compile(r"[\d-]+ [\d:,]+ (?P<call>[\w-]+:\w+) (?:to moto|(?P<status>\d{3}(?: [A-Z]\w+)?) )")


@dataclass(frozen=True)
class LocalAwsServer:
    """A running server, and the region in which tests act."""

    aws: LocalAws
    region: str

    @property
    def url(self) -> str:
        return self.aws.url

    def new_account(self, region: str = "") -> LocalAccount:
        """An empty account, and its administrator."""
        return self.account(str(10**11 + secrets.randbelow(9 * 10**11)), region)

    def account(self, account: str, region: str = "") -> LocalAccount:
        """The account of that id, as its administrator; every account exists."""
        variables = self.aws.environment
        keys = Keys(*(variables[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")))
        home = LocalAccount("", region or self.region, self.url, "", keys)
        member = home.as_role(f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole")
        home.close()
        return member

    def log_size(self) -> int:
        """How long the server's log is now."""
        log = self.aws.state / SERVER_LOG
        return log.stat().st_size if log.is_file() else 0

    def notes(self, account: LocalAccount, since: int) -> str:
        """Where an account is to be found, and the calls refused after the log had that length."""
        state = shlex.quote(str(self.aws.state))
        lines = [
            f"account {account.id} in {account.region}",
            f"logs in {self.aws.state / 'logs'}",
            f"with --local-aws-keep it stays:  mlops-templates local env --state {state} --account {account.id}",
            *(f"refused: {call} {status}" for call, status in self._calls(since) if status[:1] in ("4", "5")),
        ]
        return "\n".join(lines)

    def services(self, since: int) -> set[str]:
        """The services that were called after the log had that length."""
        return {call.partition(":")[0] for call, _ in self._calls(since)}

    def _calls(self, since: int) -> list[tuple[str, str]]:
        """As `service:Action`, and `status code`; the latter is empty of what moto answered."""
        with (self.aws.state / SERVER_LOG).open(encoding="utf-8", errors="replace") as log:
            log.seek(since)
            found = [CALL.match(line) for line in log]
        return [(call["call"], call["status"] or "") for call in found if call]
