"""A pipeline reads the CodeCommit repositories of its project."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.model import Duty, Permission
from mlops_templates.naming import project_resource

READ = (
    "codecommit:CancelUploadArchive",
    "codecommit:GetBranch",
    "codecommit:GetCommit",
    "codecommit:GetRepository",
    "codecommit:GetUploadArchiveStatus",
    "codecommit:UploadArchive",
)

SOURCE_CODECOMMIT = Duty(
    name="source-codecommit",
    purpose="Reads the CodeCommit repositories of the project",
    services=("codepipeline.amazonaws.com",),
    permissions=(Permission(READ, (own_arn("codecommit", project_resource("model-*")),)),),
)
