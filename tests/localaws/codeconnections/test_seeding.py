"""The first commit of a repository at a code provider, pushed by a pipeline through the connection."""

from __future__ import annotations

import io
import time
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

TEMPLATE = Path(__file__).with_name("seeding.yaml")
FILES = {"README.md": "# model\n", "scripts/run.sh": "#!/bin/sh\n", ".gitignore": "*.pyc\n"}


@dataclass(frozen=True)
class Seeding:
    """The pipeline of one repository."""

    connected: Any
    name: str

    @property
    def api(self) -> Any:
        return self.connected.aws.client("codepipeline")

    def deploy(self, full_name: str) -> None:
        parameters = {
            "Name": self.name,
            "Bucket": self.name,
            "ConnectionArn": self.connected.arn,
            "FullRepositoryId": full_name,
            "RepositoryUrl": self.connected.through.replace(self.connected.full_name, full_name),
        }
        self.connected.aws.account.deploy(TEMPLATE, parameters, name=self.name)

    def ended(self) -> str:
        """How the newest execution ends."""
        while (status := self._newest()["status"]) == "InProgress":
            time.sleep(0.05)
        return str(status)

    def retry(self) -> None:
        place = {"pipelineName": self.name, "stageName": "Push", "retryMode": "FAILED_ACTIONS"}
        self.api.retry_stage_execution(**place, pipelineExecutionId=self._newest()["pipelineExecutionId"])

    def log(self) -> list[str]:
        states = self.api.get_pipeline_state(name=self.name)["stageStates"][1]["actionStates"]
        path = Path(unquote(urlsplit(states[0]["latestExecution"]["externalExecutionUrl"]).path))
        return path.read_text().splitlines()

    def _newest(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.api.list_pipeline_executions(pipelineName=self.name)[
            "pipelineExecutionSummaries"
        ][0]
        return found


@pytest.fixture
def seeding(connected: Any) -> Seeding:
    name, s3 = f"seed-{uuid.uuid4().hex[:8]}", connected.aws.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in FILES.items():
            member = zipfile.ZipInfo(path)
            member.external_attr = (0o755 if path.endswith(".sh") else 0o644) << 16
            archive.writestr(member, text)
    s3.put_object(Bucket=name, Key="seed.zip", Body=buffer.getvalue())
    return Seeding(connected, name)


def test_an_empty_repository_gets_the_files_of_the_seed(seeding: Seeding, connected: Any, git: Any) -> None:
    seeding.deploy(connected.full_name)
    assert seeding.ended() == "Succeeded", "\n".join(seeding.log())
    git("clone", "--quiet", connected.url, "clone")
    listed = git("ls-tree", "-r", "--format=%(objectmode) %(path)", "HEAD", folder="clone").splitlines()
    assert listed == ["100644 .gitignore", "100644 README.md", "100755 scripts/run.sh"]
    assert git("branch", "--show-current", folder="clone").strip() == "main"


def test_a_repository_that_is_absent_is_told_in_one_line_and_seeded_once_it_is_there(
    seeding: Seeding, connected: Any, git: Any
) -> None:
    full_name = f"{connected.full_name}-later"
    seeding.deploy(full_name)
    assert seeding.ended() == "Failed"
    told = f"{full_name} cannot be reached: create it, let the connection see it, retry this stage"
    assert told in seeding.log()
    url = connected.aws.account.create_remote(full_name)
    seeding.retry()
    assert seeding.ended() == "Succeeded", "\n".join(seeding.log())
    assert "refs/heads/main" in git("ls-remote", url)


def test_a_repository_that_is_not_empty_stays_as_it_is(seeding: Seeding, connected: Any, git: Any) -> None:
    head = git.push(connected.url, {"own.txt": "mine"})
    seeding.deploy(connected.full_name)
    assert seeding.ended() == "Failed"
    assert f"{connected.full_name} is not empty: nothing was pushed" in seeding.log()
    assert git("ls-remote", connected.url, "refs/heads/main").split()[0] == head
