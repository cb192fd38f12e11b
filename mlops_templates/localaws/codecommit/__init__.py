"""CodeCommit: bare git repositories behind AWS's API and behind git over HTTP."""

from mlops_templates.localaws.codecommit import branches, commits, files, repositories, repository_updates, tags
from mlops_templates.localaws.codecommit.service import SERVICE

__all__ = ["SERVICE", "branches", "commits", "files", "repositories", "repository_updates", "tags"]
