"""What the role of a CodePipeline may do, whatever its source."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.storage import ARTIFACTS, use_key, write_bucket
from mlops_templates.model import Permission
from mlops_templates.naming import project_resource


def pass_artifacts() -> tuple[Permission, ...]:
    return (*write_bucket(ARTIFACTS), use_key())


def run_builds(*nouns: str) -> Permission:
    projects = tuple(own_arn("codebuild", f"project/{project_resource(noun)}") for noun in nouns)
    return Permission(("codebuild:BatchGetBuilds", "codebuild:StartBuild"), projects)
