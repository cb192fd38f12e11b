"""The commands of a page, section by section, as somebody runs them at a prompt of the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.checkout import ROOT
from tests.conftest import Aws
from tests.documents import blocks
from tests.foundations.deployed import Account

HEADING = "\n## "


def keys_of(aws: Aws, held: Account) -> dict[str, str]:
    """The environment of a process that acts in that account."""
    keys = held.session.get_credentials().get_frozen_credentials()
    names = {
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        "AWS_SESSION_TOKEN": keys.token,
    }
    return {**aws.environment(), **names}


@dataclass
class Page:
    """A page of docs/, with what stands in it for names that only its readers know."""

    name: str
    instead: dict[str, str]
    environment: dict[str, str]
    exports: list[str] = field(default_factory=list)
    """What the sections before have exported, but for what they had to ask AWS for."""
    done: list[str] = field(default_factory=list)

    @property
    def sections(self) -> dict[str, str]:
        """The commands of each section that has some, by its heading."""
        text = (ROOT / "docs" / self.name).read_text(encoding="utf-8")
        for example, real in self.instead.items():
            text = text.replace(example, real)
        parts = (part.partition("\n") for part in text.split(HEADING)[1:])
        return {heading: "".join(blocks(body, "sh")) for heading, _, body in parts if blocks(body, "sh")}

    def run(self, heading: str, environment: dict[str, str] | None = None) -> str:
        """What the commands of the section print."""
        lines = self.sections[heading]
        done = self.shell("\n".join([*self.exports, lines]), environment)
        assert done.returncode == 0, done.stdout + done.stderr
        self.exports += [line for line in lines.splitlines() if line.startswith("export ") and "$(" not in line]
        self.done.append(heading)
        return done.stdout

    def shell(self, script: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return self._ended(["bash", "-euo", "pipefail", "-c", script], environment)

    def aws(self, lines: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Lines of `aws` that a command told."""
        return self._ended([sys.executable, "-m", "tests.aws_lines"], environment, lines)

    def _ended(
        self, argv: list[str], environment: dict[str, str] | None, told: str = ""
    ) -> subprocess.CompletedProcess[str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        here = {**(environment or self.environment), "PATH": path, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            argv, cwd=ROOT, env=here, input=told, capture_output=True, text=True, timeout=600, check=False
        )
