"""CI of branches of a repository outside AWS."""

from __future__ import annotations

from mlops_templates.duties.pipelines import pass_artifacts, run_builds
from mlops_templates.model import Duty

BRANCH_PIPELINE = Duty(
    name="branch-pipeline",
    purpose="Pipeline that builds and trains from branches other than main",
    services=("codepipeline.amazonaws.com",),
    permissions=(*pass_artifacts(), run_builds("build")),
)
