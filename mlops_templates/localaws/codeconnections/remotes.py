"""The local git host: bare repositories that stand for those at GitHub, GitLab, Bitbucket and their like."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.running import Turn
from mlops_templates.localaws.world import World

HOSTS = {
    "AzureDevOps": "dev.azure.com",
    "Bitbucket": "bitbucket.org",
    "GitHub": "github.com",
    "GitHubEnterpriseServer": "github.example.com",
    "GitLab": "gitlab.com",
    "GitLabSelfManaged": "gitlab.example.com",
}
"""The host of each provider's clone addresses; the self-managed ones have an invented name."""

HOME = "us-east-1"
"""Providers are outside AWS; they are kept with this region."""

_SEGMENT = r"(?!\.{1,2}(?:/|$))[\w.-]{1,100}"
FULL_NAME = re.compile(rf"{_SEGMENT}(/{_SEGMENT}){{1,5}}(?<!\.git)", re.ASCII)


@dataclass
class Remote:
    """A repository at a provider, and the references that were there when it was last looked at."""

    provider: str
    full_name: str
    folder: Path
    references: dict[str, str] = field(default_factory=dict)
    lock: Turn = field(default_factory=Turn, repr=False, compare=False)

    @property
    def url(self) -> str:
        """The clone address that the provider shows."""
        return f"https://{HOSTS[self.provider]}/{self.full_name}.git"


@dataclass(frozen=True)
class Push:
    """A branch or a tag that came or moved; `old` is empty for one that came."""

    remote: Remote
    reference: str
    old: str
    new: str


@dataclass
class RemotesState:
    """Repositories by provider and full name, written small: providers do not tell the case apart."""

    remotes: dict[tuple[str, str], Remote] = field(default_factory=dict)


LISTENERS: list[Callable[[World, Push], object]] = []
"""Told of every push."""

END_LISTENERS: list[Callable[[World, Remote, str], object]] = []
"""Told of every branch and tag that is gone."""


def state_of(world: World) -> RemotesState:
    return world.state(RemotesState, ACCOUNT, HOME)


def find(world: World, provider: str, full_name: str) -> Remote | None:
    return state_of(world).remotes.get((provider, full_name.lower()))


def create(world: World, provider: str, full_name: str) -> Remote:
    """Make an empty repository at a provider.

    Raises:
        AwsError: the provider or the name is none, or there is such a repository.
    """
    if provider not in HOSTS:
        raise AwsError("InvalidInputException", f"{provider} is no provider: choose one of {', '.join(sorted(HOSTS))}")
    if not FULL_NAME.fullmatch(full_name):
        raise AwsError("InvalidInputException", f"{full_name!r} is no name of a repository: write owner/name")
    folder = world.root / "repositories" / "remotes" / provider / f"{full_name.lower()}.git"
    with world.lock:
        if find(world, provider, full_name):
            raise AwsError("ConflictException", f"{full_name} is there already, at {HOSTS[provider]}")
        remote = state_of(world).remotes[provider, full_name.lower()] = Remote(provider, full_name, folder)
        shutil.rmtree(folder, ignore_errors=True)  # what a killed server made and nobody was told of
        git.create(folder)
    return remote


def announce(world: World, remote: Remote) -> None:
    """Tell the listeners what came or moved since the repository was last looked at."""
    with remote.lock:
        old, new = remote.references, git.references(remote.folder)
        remote.references = new
        heads = sorted(name for name in new if name.startswith("refs/heads/"))
        if heads and not any(name.startswith("refs/heads/") for name in old):
            chosen = "refs/heads/main" if "refs/heads/main" in heads else heads[0]
            git.run(remote.folder, "symbolic-ref", "HEAD", chosen)
    for push in _pushes(remote, old, new):
        for listener in LISTENERS:
            listener(world, push)
    for name in sorted(old.keys() - new.keys()):
        for told in END_LISTENERS:
            told(world, remote, name)


def _pushes(remote: Remote, old: dict[str, str], new: dict[str, str]) -> Iterator[Push]:
    for name, target in sorted(new.items()):
        if old.get(name) != target:
            yield Push(remote, name, old.get(name, ""), target)


def rewrites(world: World, region: str) -> list[tuple[str, str]]:
    """What git has to look up here instead: the address below this server's, and that of the provider."""
    found = []
    for remote in list(state_of(world).remotes.values()):
        place = remote.url.removeprefix("https://")
        here = f"/git/remotes/{region}/{place}"
        found += [(here, remote.url), (here, remote.url.removesuffix(".git"))]
    return found
