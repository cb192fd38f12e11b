"""Shows a git repository on the project page of Studio."""

from __future__ import annotations

from troposphere import Sub, Template, sagemaker

from mlops_templates.model import SourceRepository
from mlops_templates.naming import logical_id, project_entity


def add_code_repository(template: Template, *, source: SourceRepository) -> None:
    template.add_resource(
        sagemaker.CodeRepository(
            logical_id(source.seed.name, "code_repository"),
            # Not `-model-build`: ten characters are left after the longest project name and id.
            CodeRepositoryName=Sub(project_entity(source.seed.name.rpartition("_")[2])),
            # Without a branch: the floor of experiments begins on another one, and a promotion could not change it.
            GitConfig=sagemaker.GitConfig(RepositoryUrl=source.clone_url),
        )
    )
