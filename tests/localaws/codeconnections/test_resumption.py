"""After a kill git and the records of repositories at providers agree again, and what was pushed is told."""

from __future__ import annotations

import shutil
import uuid
from typing import Any

import pytest

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codeconnections import remotes
from mlops_templates.localaws.codeconnections.remotes import HOME, Push
from mlops_templates.localaws.codeconnections.resumption import resume
from mlops_templates.localaws.world import World


@pytest.fixture
def call(aws: Any) -> Call:
    return Call(aws.world, ACCOUNT, HOME, aws.server.credentials)


@pytest.fixture
def name() -> str:
    return f"acme/{uuid.uuid4().hex[:8]}"


def test_a_repository_whose_folder_is_not_there_is_forgotten(aws: Any, call: Call, name: str) -> None:
    shutil.rmtree(remotes.create(aws.world, "GitHub", name).folder)
    resume(call)
    assert remotes.find(aws.world, "GitHub", name) is None
    assert aws.account.create_remote(name)


def test_a_folder_that_nobody_was_told_of_makes_room_for_a_repository(aws: Any, name: str) -> None:
    folder = aws.world.root / "repositories" / "remotes" / "GitHub" / f"{name}.git"
    folder.mkdir(parents=True)
    (folder / "HEAD").write_text("nonsense", encoding="utf-8")
    assert aws.account.create_remote(name)
    assert git.references(folder) == {}


def test_a_push_that_nobody_was_told_of_is_told(
    aws: Any, call: Call, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Push] = []

    def listen(world: World, push: Push) -> None:
        told.append(push)

    monkeypatch.setattr(remotes, "LISTENERS", [listen])
    remote = remotes.create(aws.world, "GitHub", name)
    stream = b"commit refs/heads/main\ncommitter A <a@example.com> 0 +0000\ndata 0\n\n\ndone\n"
    git.run(remote.folder, "fast-import", "--quiet", "--done", stdin=stream)
    resume(call)
    assert [(push.remote.full_name, push.reference, push.old) for push in told] == [(name, "refs/heads/main", "")]
    resume(call)
    assert len(told) == 1
