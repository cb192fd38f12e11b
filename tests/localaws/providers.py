"""Repositories at a provider, as a person and as AWS see them."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PERSON = {
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.com",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.com",
}


@dataclass(frozen=True)
class Git:
    """The git program in a folder, with the variables that `local env` prints."""

    aws: Any
    folder: Path

    def __call__(self, *arguments: str, folder: str = ".", variables: Mapping[str, str] | None = None) -> str:
        done = self.try_(*arguments, folder=folder, variables=variables)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def try_(
        self, *arguments: str, folder: str = ".", variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {**self.aws.environment(), **PERSON, **(variables or {})}
        return subprocess.run(
            ["git", *arguments],
            cwd=self.folder / folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def push(self, url: str, files: Mapping[str, str], branch: str = "main", message: str = "change") -> str:
        """Commit files on top of a branch, a new one if need be, and push; give the commit."""
        clone = uuid.uuid4().hex
        self("clone", "--quiet", url, clone)
        started = self.try_("checkout", "--quiet", branch, folder=clone)
        if started.returncode:
            self("checkout", "--quiet", "-b", branch, folder=clone)
        for name, text in files.items():
            path = self.folder / clone / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self("add", "-A", folder=clone)
        self("commit", "--quiet", "-m", message, folder=clone)
        self("push", "--quiet", "origin", branch, folder=clone)
        return self("rev-parse", "HEAD", folder=clone).strip()


@dataclass(frozen=True)
class Connected:
    """A repository at GitHub, and the connection to it."""

    aws: Any
    full_name: str
    url: str
    arn: str

    @property
    def through(self) -> str:
        """The address of the repository through the connection."""
        _, _, service, region, account, resource = self.arn.split(":")
        host = f"{service}.{region}.amazonaws.com"
        return f"https://{host}/git-http/{account}/{region}/{resource.partition('/')[2]}/{self.full_name}.git"


def connect(aws: Any) -> Connected:
    """A new repository at GitHub with a connection that is authorised."""
    full_name = f"acme/model-{uuid.uuid4().hex[:8]}"
    arn = aws.client("codeconnections").create_connection(ConnectionName="mine", ProviderType="GitHub")["ConnectionArn"]
    aws.account.authorize_connection(arn)
    return Connected(aws, full_name, aws.account.create_remote(full_name), arn)
