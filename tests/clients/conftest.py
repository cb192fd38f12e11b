"""Programs of others as child processes, with the variables of `local env` and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Aws

AWS = Path(sys.executable).with_name("aws")


@dataclass(frozen=True)
class Ended:
    """How a program ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A folder in which a person types commands."""

    folder: Path
    variables: Mapping[str, str] = field(repr=False)

    def run(self, *words: str, **variables: str) -> Ended:
        """Whatever comes of it."""
        done = subprocess.run(
            words,
            cwd=self.folder,
            env={**self.variables, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def aws(self, *words: str, **variables: str) -> Any:
        """What the AWS CLI answers to a command that must succeed: a document, or text."""
        done = self.run(str(AWS), *words, **variables)
        assert done.status == 0, done.err
        try:
            return json.loads(done.out)
        except ValueError:
            return done.out

    def refused(self, *words: str, status: int = 255, **variables: str) -> str:
        """What the AWS CLI says of a command that must fail: version 1 ends with 255 where version 2 does with 254."""
        done = self.run(str(AWS), *words, **variables)
        assert done.status == status, (done.out, done.err)
        return done.err.strip()

    def write(self, name: str, content: object) -> str:
        """A file; anything but text as JSON."""
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return name


@pytest.fixture
def shell(aws: Aws, tmp_path: Path) -> Shell:
    return Shell(tmp_path, aws.environment())


@pytest.fixture
def name() -> str:
    return f"cli-{uuid.uuid4().hex[:10]}"
