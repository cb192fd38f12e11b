"""Repositories of projects in CodeCommit: who reads, who pushes to branches, who merges to main."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals, StringNotEquals
from troposphere import Sub

from mlops_templates.model import Permission
from mlops_templates.naming import arn

READ = (
    "BatchGetCommits", "GetBranch", "GetCommit", "GetDifferences", "GetFile", "GetFolder", "GetMergeConflicts",
    "GetPullRequest", "GetRepository", "GitPull", "ListBranches", "ListPullRequests",
)  # fmt: skip
PROPOSE = ("CreateBranch", "CreatePullRequest", "PostCommentForPullRequest", "UpdatePullRequestTitle")
MERGE = ("MergePullRequestByFastForward", "MergePullRequestBySquash", "MergePullRequestByThreeWay")
MAIN = "refs/heads/main"


def read_code() -> tuple[Permission, ...]:
    return (_on_repositories(READ),)


def change_code() -> tuple[Permission, ...]:
    """Any branch but main, which takes changes by pull request only."""
    not_main = Condition(StringNotEquals({"codecommit:References": [MAIN]}))
    return (_on_repositories((*READ, *PROPOSE)), _on_repositories(("GitPush",), not_main))


def merge_code() -> tuple[Permission, ...]:
    return (_on_repositories(MERGE, Condition(StringEquals({"codecommit:References": [MAIN]}))),)


def _on_repositories(actions: tuple[str, ...], condition: Condition | None = None) -> Permission:
    repositories = Sub(arn("codecommit", "sagemaker-*"))
    return Permission(tuple(f"codecommit:{action}" for action in actions), (repositories,), condition)
