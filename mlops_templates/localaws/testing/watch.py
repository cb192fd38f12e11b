"""What happened in the embedded AWS while a test ran, from the server's log and those of builds, jobs and endpoints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SERVER_LOG = Path("logs", "server.log")
CALL = re.compile(
    r"[\d-]+ [\d:,]+ (?P<service>[\w-]+):(?P<action>\w+) (?:to moto|(?P<status>\d{3})(?P<code> [A-Z]\w+)? )"
)
READS = ("Describe", "Get", "Head", "List")
DULL = re.compile(r"Entering phase|State: SUCCEEDED$|status code: +Message: *$")
"""Lines of a build's log that only say that all is well."""
LOGS, LINES = 3, 12
"""How many logs are quoted, and how many lines of each."""


@dataclass(frozen=True)
class Watch:
    """Begun before a test, asked after it."""

    state: Path
    account: str
    region: str
    size: int
    """Of the server's log, when it began."""
    began: float

    def services(self) -> set[str]:
        """The services that were called."""
        return {call["service"] for call in self._calls()}

    def notes(self) -> str:
        """Where the account is to be found, the calls that were refused, and how logs end that were written."""
        reach = f"mlops-templates local env --state {shlex.quote(str(self.state))} --account {self.account}"
        lines = [
            f"account {self.account} in {self.region}",
            f"logs in {self.state / 'logs'}",
            f'with --local-aws-keep it stays:  eval "$({reach})"',
            *self._refusals(),
            *self._ends_of_logs(),
        ]
        return "\n".join(lines)

    def _calls(self) -> list[re.Match[str]]:
        with (self.state / SERVER_LOG).open(encoding="utf-8", errors="replace") as log:
            log.seek(self.size)
            return [call for call in map(CALL.match, log) if call]

    def _refusals(self) -> Iterator[str]:
        """To ask for what is not there is no news, unless it was forbidden or is not emulated."""
        for call in self._calls():
            status = call["status"] or "200"
            if status in ("403", "500", "501") or (status >= "400" and not call["action"].startswith(READS)):
                yield f"refused: {call['service']}:{call['action']} {status}{call['code'] or ''}"

    def _ends_of_logs(self) -> Iterator[str]:
        logs = self.state / "logs"
        written = [path for path in logs.glob("*/**/*.log") if path.stat().st_mtime >= self.began]
        for path in sorted(written, key=lambda path: path.stat().st_mtime)[-LOGS:]:
            yield f"{path.relative_to(logs)} ends with"
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            yield from [f"  {line}" for line in lines if not DULL.search(line)][-LINES:]
