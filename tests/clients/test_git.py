"""git as it comes: the clone URLs are AWS's own, the variables of `local env` lead them here."""

from __future__ import annotations

import os

import pytest

from tests.clients.conftest import Ended, Shell

URL = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/"


@pytest.fixture
def repository(shell: Shell, name: str) -> str:
    made = shell.aws("codecommit", "create-repository", "--repository-name", name)
    assert made["repositoryMetadata"]["cloneUrlHttp"] == URL + name
    return name


def git(shell: Shell, *words: str) -> Ended:
    person = {"GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.com"}
    committer = {"GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.com"}
    return shell.run("git", "-c", "init.defaultBranch=main", *words, **person, **committer)


def commit(shell: Shell, folder: str, text: str) -> None:
    (shell.folder / folder / "README.md").write_text(text, encoding="utf-8")
    for words in (("add", "-A"), ("commit", "--quiet", "-m", text)):
        assert git(shell, "-C", folder, *words).status == 0


def test_what_one_person_pushes_another_clones(shell: Shell, repository: str) -> None:
    assert git(shell, "clone", URL + repository, "ana").status == 0
    commit(shell, "ana", "first")
    assert git(shell, "-C", "ana", "push", "origin", "HEAD:main").status == 0
    assert git(shell, "clone", "--branch", "main", URL + repository, "ben").status == 0
    assert (shell.folder / "ben" / "README.md").read_text(encoding="utf-8") == "first"
    branch = ("--repository-name", repository, "--branch-name", "main", "--query", "branch.commitId")
    head = git(shell, "-C", "ben", "rev-parse", "HEAD").out.strip()
    assert shell.aws("codecommit", "get-branch", *branch) == head


def test_a_push_that_would_lose_commits_is_rejected(shell: Shell, repository: str) -> None:
    for person in ("ana", "ben"):
        git(shell, "clone", URL + repository, person)
        commit(shell, person, f"of {person}")
    assert git(shell, "-C", "ana", "push", "origin", "HEAD:main").status == 0
    late = git(shell, "-C", "ben", "push", "origin", "HEAD:main")
    assert late.status == 1
    assert "[rejected]" in late.err
    assert "(fetch first)" in late.err


def test_a_repository_that_is_not_there_is_refused(shell: Shell) -> None:
    refused = git(shell, "clone", f"{URL}none", "clone")
    assert refused.status == 128
    assert "repository" in refused.err
    assert "not found" in refused.err
    assert not (shell.folder / "clone").exists()


def test_without_the_variables_git_would_go_to_aws(shell: Shell, repository: str) -> None:
    plain = {name: value for name, value in shell.variables.items() if not name.startswith("GIT_CONFIG")}
    there = Shell(shell.folder, plain)
    listed = there.run("git", "ls-remote", "--get-url", URL + repository)
    assert listed.out.strip() == URL + repository
    here = shell.run("git", "ls-remote", "--get-url", URL + repository).out.strip()
    assert here.startswith("http://127.0.0.1:")
    assert here.endswith(f"/us-east-1/123456789012/v1/repos/{repository}")
    assert os.fspath(shell.folder) not in here
