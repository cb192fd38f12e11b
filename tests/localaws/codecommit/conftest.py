"""A repository, a git that acts as a person would, and the events that it causes."""

import json
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import message


@pytest.fixture
def codecommit(aws) -> Any:
    return aws.client("codecommit")


@pytest.fixture
def name() -> str:
    return f"repository-{uuid.uuid4().hex[:8]}"


@dataclass(frozen=True)
class Git:
    """The git program in one folder, reaching the embedded AWS through the variables that `local run` sets."""

    folder: Path
    variables: dict[str, str]

    def __call__(self, *arguments: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder or self.folder,
            env={
                **self.variables,
                "GIT_AUTHOR_NAME": "Ana",
                "GIT_AUTHOR_EMAIL": "ana@example.com",
                "GIT_COMMITTER_NAME": "Ana",
                "GIT_COMMITTER_EMAIL": "ana@example.com",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def git(aws, tmp_path) -> Git:
    return Git(tmp_path, aws.environment())


@pytest.fixture
def clone(codecommit, git, name, tmp_path) -> Path:
    """A clone of a new repository, with one commit that is not pushed yet."""
    url = codecommit.create_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]
    git("clone", "--quiet", url, "clone")
    folder = tmp_path / "clone"
    (folder / "README.md").write_text("# hello\n")
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o755)
    git("checkout", "--quiet", "-b", "main", folder=folder)
    git("add", "-A", folder=folder)
    git("commit", "--quiet", "-m", "first", folder=folder)
    return folder


@dataclass(frozen=True)
class Events:
    """What EventBridge delivered to a queue."""

    sqs: Any
    queue: str

    def next(self) -> dict[str, Any]:
        return dict(json.loads(message(self.sqs, self.queue)["Body"]))


@pytest.fixture
def events(aws, name) -> Iterator[Events]:
    """The state changes of the repository."""
    sqs, rules = aws.client("sqs"), aws.client("events")
    queue = aws.queue(name)
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {"source": ["aws.codecommit"], "detail": {"repositoryName": [name]}}
    rules.put_rule(Name=name, EventPattern=json.dumps(pattern))
    rules.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])
    yield Events(sqs, queue)
    rules.remove_targets(Rule=name, Ids=["queue"])
    rules.delete_rule(Name=name)
