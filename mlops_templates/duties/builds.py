"""What every CodeBuild project of a project may do: hand over artifacts, write its log."""

from __future__ import annotations

from mlops_templates.duties.own import own_arn
from mlops_templates.duties.storage import ARTIFACTS, use_key, write_bucket
from mlops_templates.model import Permission
from mlops_templates.naming import project_log


def build_permissions() -> tuple[Permission, ...]:
    log = own_arn("logs", f"log-group:{project_log('builds')}:*")
    write_log = Permission(("logs:CreateLogStream", "logs:PutLogEvents"), (log,))
    return (write_log, *write_bucket(ARTIFACTS), use_key())
