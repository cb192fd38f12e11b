import io
import os
import subprocess
import zipfile

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codecommit import git as git_program
from mlops_templates.localaws.codecommit.archive import zip_of


def test_a_pushed_commit_comes_back_in_a_clone(git, clone, codecommit, name):
    git("push", "--quiet", "origin", "main", folder=clone)
    url = codecommit.get_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]
    git("clone", "--quiet", url, "again")
    assert (clone.parent / "again" / "README.md").read_text() == "# hello\n"
    assert os.access(clone.parent / "again" / "run.sh", os.X_OK)


def test_a_large_push_arrives_whole(git, clone, name, aws):
    # More than git's http.postBuffer: the body comes in chunks, without a length.
    content = os.urandom(3 * 1024 * 1024)
    (clone / "large.bin").write_bytes(content)
    git("add", "-A", folder=clone)
    git("commit", "--quiet", "-m", "large", folder=clone)
    git("push", "--quiet", "origin", "main", folder=clone)
    archive = zip_of(aws.world, ACCOUNT, "us-east-1", name, "main")
    assert zipfile.ZipFile(io.BytesIO(archive)).read("large.bin") == content


def test_the_archive_of_a_commit_keeps_executable_bits(git, clone, name, aws):
    git("push", "--quiet", "origin", "main", folder=clone)
    archive = zipfile.ZipFile(io.BytesIO(zip_of(aws.world, ACCOUNT, "us-east-1", name, "main")))
    assert archive.getinfo("run.sh").external_attr >> 16 & 0o111
    assert not archive.getinfo("README.md").external_attr >> 16 & 0o111


def test_a_push_of_a_new_branch_is_an_event_with_the_facts_of_aws(git, clone, name, events, codecommit, aws):
    git("push", "--quiet", "origin", "main", folder=clone)
    event = events.next()
    commit = git("rev-parse", "main", folder=clone).strip()
    repository = codecommit.get_repository(repositoryName=name)["repositoryMetadata"]
    assert event["detail-type"] == "CodeCommit Repository State Change"
    assert event["resources"] == [repository["Arn"]]
    assert event["detail"].pop("callerUserArn") == aws.server.credentials.caller.arn
    assert event["detail"] == {
        "event": "referenceCreated",
        "repositoryName": name,
        "repositoryId": repository["repositoryId"],
        "referenceType": "branch",
        "referenceName": "main",
        "referenceFullName": "refs/heads/main",
        "commitId": commit,
    }


def test_moving_and_deleting_a_branch_are_events_with_the_old_commit(git, clone, events):
    git("push", "--quiet", "origin", "main", "main:topic", folder=clone)
    assert {events.next()["detail"]["referenceName"] for _ in range(2)} == {"main", "topic"}
    first = git("rev-parse", "main", folder=clone).strip()
    git("commit", "--quiet", "--allow-empty", "-m", "second", folder=clone)
    git("push", "--quiet", "origin", "main", folder=clone)
    moved = events.next()["detail"]
    assert (moved["event"], moved["oldCommitId"]) == ("referenceUpdated", first)
    git("push", "--quiet", "origin", ":topic", folder=clone)
    gone = events.next()["detail"]
    assert (gone["event"], gone["referenceName"], gone["oldCommitId"]) == ("referenceDeleted", "topic", first)


def test_a_pushed_tag_is_an_event_of_type_tag(git, clone, events):
    git("push", "--quiet", "origin", "main", folder=clone)
    events.next()
    git("tag", "v1", folder=clone)
    git("push", "--quiet", "origin", "v1", folder=clone)
    assert events.next()["detail"]["referenceFullName"] == "refs/tags/v1"


def test_the_first_pushed_branch_is_the_default_branch(git, clone, codecommit, name):
    before = codecommit.get_repository(repositoryName=name)["repositoryMetadata"]
    git("push", "--quiet", "origin", "main:trunk", folder=clone)
    after = codecommit.get_repository(repositoryName=name)["repositoryMetadata"]
    assert "defaultBranch" not in before
    assert after["defaultBranch"] == "trunk"


def test_an_unknown_repository_cannot_be_cloned(aws, tmp_path):
    url = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/nobody-made-this"
    done = subprocess.run(
        ["git", "clone", url], cwd=tmp_path, env=aws.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "not found" in done.stderr


def test_a_path_that_leaves_the_repositories_is_not_found(aws):
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{aws.url}/git/us-east-1/{ACCOUNT}/v1/repos/../../../server.json/info/refs")


def test_a_machine_without_git_gets_one_clear_message(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MlopsTemplatesError, match="git was not found"):
        git_program.require()
