"""Source from CodeCommit: the head of a branch as a zip."""

from __future__ import annotations

from botocore.exceptions import ClientError

from mlops_templates.localaws.codebuild.clone_reference import CloneReference
from mlops_templates.localaws.codecommit.archive import zip_of
from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job, Outcome
from mlops_templates.localaws.codepipeline.state import Revision
from mlops_templates.localaws.document import Document


def run(job: Job) -> Outcome:
    """Give the branch's newest commit, or the one that the execution was asked for."""
    repository, branch = job.configuration["RepositoryName"], job.configuration["BranchName"]
    commit = _commit(job, repository, branch)
    output = job.outputs[0]
    message = commit["message"].strip()
    job.record.revision = Revision(job.record.name, output, commit["commitId"], message)
    job.record.external_id, job.record.summary = commit["commitId"], message
    variables = {
        "RepositoryName": repository,
        "BranchName": branch,
        "CommitId": commit["commitId"],
        "CommitMessage": message,
        "AuthorDate": commit["author"]["date"],
        "CommitterDate": commit["committer"]["date"],
    }
    return Outcome({output: _content(job, repository, commit["commitId"])}, variables)


def _content(job: Job, repository: str, commit: str) -> bytes:
    if job.configuration.get("OutputArtifactFormat") == "CODEBUILD_CLONE_REF":
        found = job.call.client("codecommit").get_repository(repositoryName=repository)["repositoryMetadata"]
        return CloneReference(found["cloneUrlHttp"], commit).content()
    for operation in ("UploadArchive", "GetUploadArchiveStatus"):
        job.call.require("codecommit", operation, {"repositoryName": repository})
    return zip_of(job.call.world, job.call.account, job.call.region, repository, commit)


def _commit(job: Job, repository: str, branch: str) -> Document:
    codecommit = job.call.client("codecommit")
    try:
        head = codecommit.get_branch(repositoryName=repository, branchName=branch)["branch"]["commitId"]
        wanted = job.execution.revisions.get(job.record.name, head)
        return dict(codecommit.get_commit(repositoryName=repository, commitId=wanted)["commit"])
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "BranchDoesNotExistException":
            message = f"The branch '{branch}' of repository '{repository}' does not exist"
        elif code == "RepositoryDoesNotExistException":
            message = f"The repository '{repository}' does not exist"
        else:
            raise
        raise ActionFailedError("ConfigurationError", message) from error
