"""GitHub with its own CI: workflows in the repositories take on roles of the project by their identity token (R65)."""

from __future__ import annotations

from mlops_templates.model import Ci
from mlops_templates.scm.codeconnections import CodeConnections


class GitHubActions(CodeConnections):
    """Repositories and first commits as over a connection; the builds run at GitHub."""

    name = "github-actions"
    ci = Ci.WORKFLOWS
