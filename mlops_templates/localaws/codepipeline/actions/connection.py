"""Source from a code provider, through a connection: a commit as a zip, or as something to clone."""

from __future__ import annotations

from mlops_templates.localaws.codebuild.clone_reference import CloneReference
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codeconnections import remotes, use
from mlops_templates.localaws.codeconnections.remotes import Remote
from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job, Outcome
from mlops_templates.localaws.codepipeline.state import Revision
from mlops_templates.localaws.errors import AwsError

FULL_CLONE = "CODEBUILD_CLONE_REF"
_DOWNLOADING = ("StartUploadArchiveToS3", "GetUploadArchiveToS3Status")


def run(job: Job) -> Outcome:
    """Give the branch's newest commit, or the one that started the execution or that it was asked for."""
    arn, name = job.configuration["ConnectionArn"], job.configuration["FullRepositoryId"]
    branch = job.execution.branches.get(job.record.name) or job.configuration["BranchName"]
    remote = _reached(job, arn, name, branch, ("GetBranch",))
    wanted = job.execution.revisions.get(job.record.name) or f"refs/heads/{branch}"
    commit = git.object_id(remote.folder, f"{wanted}^{{commit}}")
    if commit is None:
        raise _no_branch(remote.provider, branch, name)
    message, date = git.run(remote.folder, "show", "--no-patch", "--format=%B%x00%aI", commit).decode().split("\0")
    output, message = job.outputs[0], message.strip()
    job.record.revision = Revision(job.record.name, output, commit, message)
    job.record.external_id, job.record.summary = commit, message
    variables = {
        "FullRepositoryName": name,
        "BranchName": branch,
        "CommitId": commit,
        "CommitMessage": message,
        "AuthorDate": date.strip(),
        "ConnectionArn": arn,
    }
    return Outcome({output: _content(job, remote, branch, commit)}, variables)


def _content(job: Job, remote: Remote, branch: str, commit: str) -> bytes:
    arn, name = job.configuration["ConnectionArn"], job.configuration["FullRepositoryId"]
    if job.configuration.get("OutputArtifactFormat") == FULL_CLONE:
        return CloneReference(use.clone_url(arn, name), commit).content()
    _reached(job, arn, name, branch, _DOWNLOADING)
    return git.run(remote.folder, "archive", "--format=zip", commit)


def _reached(job: Job, arn: str, name: str, branch: str, actions: tuple[str, ...]) -> Remote:
    """The repository, if the action's role may use the connection for this."""
    try:
        provider = [use.usable(job.call, arn, name, action, branch).provider for action in actions][-1]
    except AwsError as error:
        if error.code != "AccessDeniedException":
            raise ActionFailedError("ConfigurationError", error.message) from error
        message = f"Unable to use Connection: {arn}. The provided role does not have sufficient permissions."
        raise ActionFailedError("PermissionError", f"{message} {error.message}") from error
    remote = remotes.find(job.call.world, provider, name)
    if remote is None:
        raise _no_branch(provider, branch, name)
    return remote


def _no_branch(provider: str, branch: str, name: str) -> ActionFailedError:
    message = f"[{provider}] No Branch [{branch}] found for FullRepositoryName [{name}]"
    return ActionFailedError("ConfigurationError", message)
