"""CI/CD of the model_build repository."""

from __future__ import annotations

from mlops_templates.duties.pipelines import pass_artifacts, run_builds
from mlops_templates.model import Duty

BUILD_PIPELINE = Duty(
    name="build-pipeline",
    purpose="Pipeline that builds, trains and registers a model",
    services=("codepipeline.amazonaws.com",),
    permissions=(*pass_artifacts(), run_builds("build")),
)
