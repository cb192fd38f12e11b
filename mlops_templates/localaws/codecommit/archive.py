"""A commit as a zip file, as CodePipeline and CodeBuild take it."""

from __future__ import annotations

import subprocess

from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codecommit.state import CodeCommitState
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World


def zip_of(world: World, account: str, region: str, repository: str, commit: str) -> bytes:
    """The files of a commit with their executable bits, without git's own folder.

    Raises:
        AwsError: RepositoryDoesNotExistException or CommitDoesNotExistException.
    """
    found = world.state(CodeCommitState, account, region).repositories.get(repository)
    if found is None:
        raise AwsError("RepositoryDoesNotExistException", f"{repository} does not exist")
    try:
        return git.run(found.folder, "archive", "--format=zip", f"{commit}^{{commit}}")
    except subprocess.CalledProcessError as error:
        raise AwsError("CommitDoesNotExistException", f"Commit {commit} does not exist in {repository}") from error
