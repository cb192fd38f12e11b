"""What every CodeBuild project of a project may do: hand over artifacts, write its log."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.storage import ARTIFACTS, use_key, write_bucket
from mlops_templates.model import Permission
from mlops_templates.naming import project_resource


def build_permissions(noun: str) -> tuple[Permission, ...]:
    log = own_arn("logs", f"log-group:/aws/codebuild/{project_resource(noun)}:*")
    write_log = Permission(("logs:CreateLogStream", "logs:PutLogEvents"), (log,))
    return (write_log, *write_bucket(ARTIFACTS), use_key())
